"""One violation for each house rule, for `tests/lint --selftest`: a clean
tree must pass, and each plant in it must be found by its rule."""

import os
import shutil
import tempfile

CLEAN = {
    "Makefile": "all:\n",
    "src/base/a.h": """#ifndef SHUNT_BASE_A_H
#define SHUNT_BASE_A_H

#include <stddef.h>

/* strcpy() and // in a comment, and a typedef of a function, are fine */
typedef int a_fn(void *ctx, size_t len);

size_t a_size(const char *s);

#endif
""",
    "src/base/a.c": """#include "base/a.h"

#include <stdlib.h>
#include <string.h>

size_t a_size(const char *s)
{
	const char *url = "http://strcpy(";

	return strlen(s) + strlen(url);
}
""",
    "src/base/mem.c": """#include <stdlib.h>

int x(void);

int x(void)
{
	exit(1);
}
""",
    "src/route/b.c": """#include <string.h>

#include "base/a.h"

int b(void);

int b(void)
{
	struct s {
		int (*exit)(int);
	} s = { .exit = 0 };

	return s.exit ? s.exit(1) : 0;
}
""",
    "tests/ok.sh": "#!/bin/sh\nexit 0\n",
}
LONG = "int f(int a);\n\nint f(int a)\n{\n%s\treturn a;\n}\n"

# rule, file, content (of a new file, or None: appended to the clean one)
PLANTS = (
    ("layers", "src/route/x.c", '#include "wire/http.h"\n'),
    ("layers", "src/route/x.c", '#include "view/v.h"\n'),
    ("layers", "src/base/x.c", '#include "route/b.c"\n'),
    ("layers", "src/local/x.c", '#include "a.h"\n'),
    ("layers", "src/utils/x.c", "int utils;\n"),
    ("libraries", "src/app/x.c", "#include <curl/curl.h>\n"),
    ("libraries", "src/base/x.c", "#include <json.h>\n"),
    ("libraries", "src/base/x.c", "#include <zlib.h>\n"),
    ("libraries", "src/base/json.h", "#ifndef SHUNT_BASE_JSON_H\n#define "
     "SHUNT_BASE_JSON_H\n\n#include <ini.h>\n\n#endif\n"),
    ("cloexec", "src/base/x.c", "int f(void)\n{\n\treturn open(\"/\", "
     "O_RDONLY);\n}\n"),
    ("comments", "src/base/x.c", "int x;\t// an int\n"),
    ("comments", "src/base/x.c", "/* ---- part two ---- */\nint x;\n"),
    ("typedefs", "src/base/x.c", "typedef unsigned int uint;\n"),
    ("typedefs", "src/base/x.c", "typedef struct {\n\tint (*f)(int);\n} t;\n"),
    ("format", "src/base/x.c", "int x;\n\n"),
    ("format", "src/base/x.c", "int x;"),
    ("format", "src/base/x.c", "int x; \n"),
    ("format", "src/base/x.c", "int f(void)\n{\n        return 1;\n}\n"),
    ("format", "src/base/x.c", "int f(void)\n{\n  return 1;\n}\n"),
    ("format", "src/base/x.c", "int %s;\n" % ("x" * 80)),
    ("format", "src/base/x.c", "int x;\r\n"),
    ("sizes", "src/base/x.c", "int x;\n" * 801),
    ("functions", "src/base/x.c", LONG % ("\ta++;\n" * 100)),
    ("functions", "src/base/x.c", LONG % ("\tif (a)\n\t\ta++;\n" * 20)),
    ("headers", "src/base/x.h", "#ifndef SHUNT_BASE_X_H\n#define "
     "SHUNT_BASE_X_H\n\nsize_t x(void);\n\n#endif\n"),
    ("headers", "src/base/x.h", "int x(void);\n"),
    ("includes", "src/base/x.c", "#include <string.h>\n#include <stdio.h>\n"),
    ("includes", "src/app/x.c", '#include "base/a.h"\n#include <stdio.h>\n'),
    ("includes", "src/base/a.c", '#include <stdlib.h>\n\n#include '
     '"base/a.h"\n'),
    ("toplevel", "notes.txt", "x\n"),
    ("scripts", "tests/x.sh", "#!/bin/sh\nfor i in $(ls *); do rm $i; done\n"),
    ("scripts", "tests/x.py", "def f(:\n"),
    ("manual", "man/x.1", ".Dd x\n.Dt X 1\n.Os\n.Sh NAME\n.Nosuch\n"),
    ("places", "tests/x.txt", "see /wo" "rk/notes\n"),
) + tuple(
    ("banned", "src/view/x.c", "int f(void)\n{\n\treturn !%s(0);\n}\n" % name)
    for name in ("strcpy strcat strncpy strncat sprintf vsprintf strtok "
                 "gmtime localtime ctime alloca system popen atoi "
                 "realloc malloc strdup exit perror").split()
) + (
    ("banned", "src/app/x.c", "int f(void)\n{\n\treturn LC_ALL;\n}\n"),
    ("banned", "src/wire/x.c", "int f(void)\n{\n\treturn !stderr;\n}\n"),
    ("banned", "src/base/x.c", "int f(void)\n{\n\treturn !exit(1);\n}\n"),
)


def plant(top, files):
    for path, text in files.items():
        path = os.path.join(top, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(text)


def selftest(lint_class):
    """TAP; status 1 when a plant was not found."""
    failed = 0
    plants = (("nothing", "", ""),) + PLANTS
    for number, (rule, path, text) in enumerate(plants, 1):
        top = tempfile.mkdtemp(prefix="shunt-lint-")
        plant(top, CLEAN)
        if path:
            plant(top, {path: text})
        # two compilers for each header of each tree would be the slow part
        only = rule if rule not in ("nothing", "headers") and path else None
        lint = lint_class(top, only)
        lint.run()
        found = any(": %s: " % rule in f for f in lint.failures)
        good = found if path else not lint.failures
        skipped = [s for s in lint.skips if s.startswith(rule + ":")]
        if not good and skipped:
            print("ok %d - %s # SKIP %s" % (number, rule, skipped[0]))
        else:
            print("%sok %d - %s in %s" % ("" if good else "not ", number,
                                          rule, path or "a clean tree"))
            failed += not good
        if not good and not path:
            print("# " + "\n# ".join(lint.failures))
        shutil.rmtree(top)
    print("1..%d" % len(plants))
    return 1 if failed else 0
