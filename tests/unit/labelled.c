#include "app/labelled.h"

#include <stdio.h>
#include <string.h>

#include "tap.h"

static const struct {
	const char *line;
	const char *says;	/* of the error; NULL: it is taken */
	int label;
	unsigned right;
	int outcome;
} lines[] = {
	{ "{\"prompt\":\"x\"}", NULL, TASK_NONE, 0, 0 },
	{ " {\"prompt\":\"\",\"label\":\"code\"}\r", NULL, TASK_CODE, 2, 0 },
	{ "{\"prompt\":\"x\",\"label\":\"general\",\"alt\":[\"code\","
	  "\"reasoning\"]}", NULL, TASK_GENERAL, 11, 0 },
	{ "{\"prompt\":\"x\",\"label\":null,\"alt\":null,\"weak\":null}", NULL,
	  TASK_NONE, 0, 0 },
	{ "{\"prompt\":\"x\",\"label\":\"code\",\"weak\":0,\"strong\":-1.5}",
	  NULL, TASK_CODE, 2, 1 },
	{ "", "expected an object of JSON", 0, 0, 0 },
	{ "{\"prompt\":\"x\"", "expected an object of JSON", 0, 0, 0 },
	{ "{\"prompt\":\"x\"} {}", "expected an object of JSON", 0, 0, 0 },
	{ "[]", "no string \"prompt\"; expected", 0, 0, 0 },
	{ "{\"prompt\":[]}", "no string \"prompt\"; expected", 0, 0, 0 },
	{ "{\"prompt\":\"x\",\"label\":\"Code\"}",
	  "the label Code is no task; expected one of reasoning, code, "
	  "summarization, general", 0, 0, 0 },
	{ "{\"prompt\":\"x\",\"label\":1}", "the label (no string) is no task",
	  0, 0, 0 },
	{ "{\"prompt\":\"x\",\"label\":\"code\",\"alt\":\"general\"}",
	  "\"alt\" is no list", 0, 0, 0 },
	{ "{\"prompt\":\"x\",\"label\":\"code\",\"alt\":[null]}",
	  "the alt (no string) is no task", 0, 0, 0 },
	{ "{\"prompt\":\"x\",\"weak\":1}", "no \"strong\"; expected", 0, 0, 0 },
	{ "{\"prompt\":\"x\",\"strong\":1}", "no \"weak\"; expected", 0, 0, 0 },
	{ "{\"prompt\":\"x\",\"weak\":NaN,\"strong\":1}",
	  "\"weak\" is no finite number", 0, 0, 0 },
	{ "{\"prompt\":\"x\",\"weak\":1,\"strong\":1e999}",
	  "\"strong\" is no finite number", 0, 0, 0 },
	{ "{\"prompt\":\"x\",\"weak\":1,\"strong\":\"1\"}",
	  "\"strong\" is no finite number", 0, 0, 0 },
	{ "{\"prompt\":\"x\",\"source\":1}", "\"source\" is no string", 0, 0,
	  0 },
	{ "{\"prompt\":\"x\",\"benchmark\":{}}", "\"benchmark\" is no string",
	  0, 0, 0 },
};

static void test_lines(void)
{
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct err err = ERR_INIT;
		struct labelled row;
		int rc = labelled_read(&row, text_of(lines[i].line), &err);

		if (lines[i].says)
			ok(rc && err.kind == ERR_USAGE && !row.tree &&
			   strstr(err.msg, lines[i].says), "%s: %s",
			   lines[i].line, err.msg);
		else
			ok(!rc && row.label == (enum task)lines[i].label &&
			   row.right == lines[i].right &&
			   row.outcome == lines[i].outcome, "%s is taken: %s",
			   lines[i].line, err.msg);
		labelled_release(&row);
	}
}

static void test_fields(void)
{
	struct err err = ERR_INIT;
	struct labelled row;
	struct text id;
	int rc;

	rc = labelled_read(&row, TEXT_LIT("{\"id\":\"a\",\"prompt\":\"p\","
		"\"benchmark\":\"mmlu\",\"source\":\"s\",\"weak\":2,"
		"\"strong\":0.5,\"other\":[1]}"), &err);
	ok(!rc && json_text(row.id, &id) && text_is(id, "a") &&
	   text_is(row.prompt, "p"), "id and prompt");
	ok(text_is(row.benchmark, "mmlu") && text_is(row.source, "s"),
	   "benchmark and source");
	ok(row.outcome && row.weak == 2 && row.strong == 0.5, "outcomes");
	labelled_release(&row);
}

static void test_origin(void)
{
	static const char *const names[][2] = {
		{ "github:a/b:c/d.json", "a/b" }, { "github:a/b", "a/b" },
		{ "handwritten", "handwritten" }, { "github:", "" },
		{ "gitlab:a:b", "gitlab:a:b" }, { "github", "github" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ok(text_is(labelled_origin(text_of(names[i][0])), names[i][1]),
		   "'%s' is of '%s'", names[i][0], names[i][1]);
}

int main(void)
{
	test_lines();
	test_fields();
	test_origin();
	return tap_done();
}
