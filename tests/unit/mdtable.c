#include "view/mdtable.h"

#include <string.h>

#include "tap.h"

static const struct {
	const char *row;
	bool rest;	/* the second cell is the last */
	const char *cells;	/* with ";" behind each */
} rows[] = {
	{ "a|b|c", false, "a;b;c;" },
	{ "  | a | b |  ", false, "a;b;" },
	{ "|a||b|", false, "a;;b;" },
	{ "a\\|b|`c\\|d`", false, "a|b;`c|d`;" },
	{ "a\\\\|b", false, "a\\\\;b;" },
	{ "|a|b|c|", true, "a;b|c;" },
	{ "|a|b|c\\|", true, "a;b|c|;" },
	{ "|a|", true, "a;" },
	{ "|", false, "" },
};

static void test_rows(void)
{
	struct buf out = BUF_INIT(1000);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text row = mdtable_row(text_of(rows[i].row)), cell;
		size_t n = 0;

		buf_clear(&out);
		while (mdtable_cell(&row, rows[i].rest && n == 1, &cell)) {
			mdtable_add_cell(cell, &out);
			buf_addch(&out, ';');
			n++;
		}
		ok(!strcmp(out.ptr, rows[i].cells), "'%s' is '%s'",
		   rows[i].row, out.ptr);
	}
	buf_release(&out);
}

static const struct {
	const char *head, *line;
	size_t columns;
} begins[] = {
	{ "a|b", "-|-", 2 }, { "|a|b|", "|:--|--:|", 2 },
	{ "|a|", ":-:", 1 }, { "|a|b|", "|-|", 0 }, { "a|b", "-|", 0 },
	{ "a|b", "-|x", 0 }, { "a|b", "-|- -", 0 }, { "a|b", ":|:", 0 },
	{ "a|b", "-||-", 0 }, { "a|b", "", 0 }, { "a|b", "::-|-", 0 },
};

static void test_begin(void)
{
	enum mdtable_align align[MDTABLE_COLUMNS];
	struct buf head = BUF_INIT(1000), line = BUF_INIT(1000);

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		ok(mdtable_begin(text_of(begins[i].head),
				 text_of(begins[i].line), align) ==
		   begins[i].columns, "'%s' under '%s'", begins[i].line,
		   begins[i].head);
	mdtable_begin(TEXT_LIT("a|b|c|d"), TEXT_LIT("-|:-|-:|:-:"), align);
	ok(align[0] == MDTABLE_LEFT && align[1] == MDTABLE_LEFT &&
	   align[2] == MDTABLE_RIGHT && align[3] == MDTABLE_CENTER,
	   "how columns are aligned");
	for (int i = 0; i < MDTABLE_COLUMNS; i++) {
		buf_adds(&head, "|a");
		buf_adds(&line, "|-");
	}
	ok(mdtable_begin(text_of(head.ptr), text_of(line.ptr), align) ==
	   MDTABLE_COLUMNS, "as many columns as may be");
	buf_adds(&head, "|a");
	buf_adds(&line, "|-");
	ok(!mdtable_begin(text_of(head.ptr), text_of(line.ptr), align),
	   "and no more");
	buf_release(&head);
	buf_release(&line);
}

int main(void)
{
	test_rows();
	test_begin();
	return tap_done();
}
