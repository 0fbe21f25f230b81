#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "app/app.h"
#include "app/hook_run.h"
#include "app/keys.h"
#include "app/process.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/text.h"
#include "git/hook.h"

static void print_safe(const char *s)
{
	char line[PATH_MAX + 100];

	printf("%.*s", (int)text_safe_line(line, sizeof(line), s, strlen(s)),
	       line);
}

/* "BEFORE what AFTER", what being from outside. */
static void print_line(const char *before, const char *what,
		       const char *after)
{
	printf("%s", before);
	print_safe(what);
	printf("%s\n", after);
}

/* Is it the same program under another name? */
static bool is_same(const char *name, const char *real)
{
	char *found = realpath(name, NULL);
	bool same = found && !strcmp(found, real);

	free(found);
	return same;
}

/*
 * The name to run this program by: the one that PATH has for it, as that
 * outlives an update where it is a link to a version; else its own.
 */
static int own_name(char **name, struct err *err)
{
	const char *path = getenv("PATH");
	char real[PATH_MAX], try[PATH_MAX + 8];

	*name = NULL;
	if (!os_own_path(real, sizeof(real)))
		return err_set(err, ERR_IO, "cannot tell where shunt itself "
			       "is, which the hook must know");
	while (path && *path) {
		size_t len = strcspn(path, ":");

		if (*path == '/' && len < PATH_MAX) {
			snprintf(try, sizeof(try), "%.*s/shunt", (int)len,
				 path);
			if (is_same(try, real)) {
				*name = xstrdup(try);
				return 0;
			}
		}
		path += len + (path[len] == ':');
	}
	*name = xstrdup(real);
	return 0;
}

static bool has_name(const struct words *list, const struct place *p)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcasecmp(list->items[i], p->ep.name) ||
		    (p->ep.vendor &&
		     !strcasecmp(list->items[i], p->ep.vendor)))
			return true;
	return false;
}

/* May prompts go there, by the policy of config.ini? */
static bool may_be_asked(const struct config *c, const struct place *p)
{
	if (has_name(&c->policy.deny_vendors, p))
		return false;
	if (p->ep.flags & ENDPOINT_LOCAL)
		return true;
	return !c->policy.offline && !c->defaults.offline &&
	       (!c->policy.allow_vendors.count ||
		has_name(&c->policy.allow_vendors, p));
}

/* Who will see what is committed. */
static void say_who(const struct config *c)
{
	size_t count = 0;
	char origin[300];

	for (size_t i = 0; i < c->place_count; i++) {
		const struct place *p = &c->places[i];

		if (!may_be_asked(c, p))
			continue;
		printf("%s", count++ ? ", " : "diffs may go to: ");
		print_safe(p->ep.name);
		url_origin(&p->url, origin, sizeof(origin));
		printf(" (%s%s)", origin,
		       p->ep.flags & ENDPOINT_LOCAL ? ", local" : "");
	}
	printf("%s\n", count ? "" : "diffs stay on this machine: no endpoint "
				    "is switched on, so the embedded\nengine "
				    "writes the messages, or a local server "
				    "such as Ollama where one runs");
}

static void say_off(void)
{
	printf("to switch it off: shunt hook uninstall; in one repository "
	       "'hook = off' in\nits .shunt.ini; for one commit "
	       "'git -c core.hooksPath=/dev/null commit'\n");
}

static void say_before(const struct hook *h)
{
	if (h->before)
		print_line("the hook that was there is kept and runs first: ",
			   h->before, "");
}

/* What the user has to do where we may not. */
static void say_by_hand(const struct hook *h, const char *name)
{
	struct buf line = BUF_INIT((size_t)256 << 10);

	hook_line(h, name, &line);
	if (h->added)
		print_line("# the line is there already: ", h->by_hand, "");
	else
		print_line("# to add to ", h->by_hand ? h->by_hand : h->path,
			   ":");
	printf("%s", line.ptr);
	buf_release(&line);
}

static int install(struct hook *h, const struct config *c, struct err *err)
{
	char *name;

	if (own_name(&name, err))
		return -1;
	if (hook_install(h, name, err)) {
		if (h->kind != HOOK_STRANGE)
			say_by_hand(h, name);
		free(name);
		return -1;
	}
	print_line("installed: ", h->path, "");
	print_line("it runs ", h->shunt, "");
	say_before(h);
	if (h->elsewhere)
		printf("the folder is not this repository's own: whatever "
		       "else uses it has the hook, too\n");
	printf("from now on git commit opens the editor with a message; "
	       "Ctrl-C skips it\n");
	say_who(c);
	say_off();
	free(name);
	return 0;
}

static int uninstall(struct hook *h, const struct config *c, struct err *err)
{
	bool had = h->kind == HOOK_OURS;

	(void)c;
	if (hook_uninstall(h, err))
		return -1;
	if (had)
		print_line("taken away: ", h->path, "");
	else
		print_line("not installed: ", h->path,
			   h->kind == HOOK_NONE ? " does not exist" :
						  " is not shunt's");
	if (had && h->before)
		print_line("put back in its place: ", h->before, "");
	if (h->added)
		print_line("to be taken out by hand, from ", h->by_hand, "");
	return 0;
}

static void show_ours(const struct hook *h, const char *name)
{
	print_line("installed: ", h->path, h->executable ? "" :
		   ", but not executable: git skips it");
	print_line("it runs ", h->shunt, access(h->shunt, X_OK) ?
		   ", which is gone: shunt hook install, to renew it" : "");
	if (name && strcmp(name, h->shunt) && !access(h->shunt, X_OK))
		print_line("this is ", name,
			   ": shunt hook install, to have that run");
	say_before(h);
}

static void show_manager(const struct hook *h)
{
	static const char *const who[] = {
		[HOOK_HUSKY] = "husky manages the hooks",
		[HOOK_LEFTHOOK] = "lefthook manages the hooks",
		[HOOK_TRACKED] = "the hooks are under version control",
	};

	if (h->manager == HOOK_PLAIN)
		return;
	printf("%s: the line of shunt is %s ", who[h->manager],
	       h->added ? "in" : "not in");
	print_safe(h->by_hand);
	printf("%s\n", h->added ? "" : "; shunt hook install prints it");
}

static int show(struct hook *h, const struct config *c, struct err *err)
{
	char *name;

	(void)c;
	if (own_name(&name, NULL))
		name = NULL;
	(void)err;
	if (h->kind == HOOK_OURS)
		show_ours(h, name);
	else if (h->kind == HOOK_NONE)
		print_line("not installed: ", h->path, " does not exist");
	else
		print_line("not installed: ", h->path,
			   h->executable ? " is another program's" :
			   " is another program's, and not executable");
	show_manager(h);
	free(name);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(struct hook *h, const struct config *c, struct err *err);
} actions[] = {
	{ "install", install }, { "uninstall", uninstall },
	{ "status", show },
};

static void ignore_env(const char *name, const char *near)
{
	(void)name;
	(void)near;
}

/* With git asked in the folder that we are in. */
static int run(size_t action, const struct config *c, struct err *err)
{
	const char **keys = keys_names(c);
	const struct git g = { .stop = &process_stop, .unset = keys };
	struct hook h;
	int rc = hook_find(&g, &h, err);

	if (!rc)
		rc = actions[action].run(&h, c, err);
	hook_release(&h);
	free(keys);
	return rc;
}

int cmd_hook(struct app *app, struct err *err)
{
	const char *name = app->word_count ? app->words[0] : "status";
	struct config c;
	int rc;

	if (!strcmp(name, "run"))
		return hook_run(app, app->words + 1, app->word_count - 1);
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (strcmp(actions[i].name, name) || app->word_count > 1)
			continue;
		rc = config_load(&c, app->envp, ignore_env, err);
		/* to take it away, config.ini need not be in order */
		if (!rc || !strcmp(name, "uninstall"))
			rc = run(i, &c, err);
		config_release(&c);
		return rc;
	}
	return err_set(err, ERR_USAGE,
		       "shunt hook install|uninstall|status|run");
}
