#include "view/mdtable.h"

/* The place of the next bar that is not escaped, or the length. */
static size_t next_bar(struct text t)
{
	size_t i = 0;

	while (i < t.len && t.ptr[i] != '|')
		i += t.ptr[i] == '\\' ? 2 : 1;
	return i < t.len ? i : t.len;
}

bool mdtable_may_begin(struct text line)
{
	return next_bar(line) < line.len;
}

struct text mdtable_row(struct text line)
{
	line = text_trim(line);
	if (line.len && *line.ptr == '|') {
		line.ptr++;
		line.len--;
	}
	return line;
}

static bool ends_in_bar(struct text t)
{
	size_t n = 0;

	if (!t.len || t.ptr[t.len - 1] != '|')
		return false;
	while (n + 1 < t.len && t.ptr[t.len - 2 - n] == '\\')
		n++;
	return n % 2 == 0;
}

bool mdtable_cell(struct text *row, bool rest, struct text *cell)
{
	size_t n = rest ? row->len : next_bar(*row);

	if (!row->len)
		return false;
	*cell = (struct text){ .ptr = row->ptr, .len = n };
	if (n < row->len)
		n++;
	row->ptr += n;
	row->len -= n;
	/* the bar at the row's end begins no cell */
	if (rest && ends_in_bar(*cell))
		cell->len--;
	*cell = text_trim(*cell);
	return true;
}

void mdtable_add_cell(struct text cell, struct buf *out)
{
	for (size_t i = 0; i < cell.len; i++)
		if (cell.ptr[i] != '\\' || i + 1 == cell.len ||
		    cell.ptr[i + 1] != '|')
			buf_addch(out, cell.ptr[i]);
}

/* "---", with a colon at the left, the right, or both ends */
static bool read_align(struct text cell, enum mdtable_align *align)
{
	bool left, right;

	if (!cell.len)
		return false;
	left = *cell.ptr == ':';
	right = cell.ptr[cell.len - 1] == ':';
	for (size_t i = left; i + right < cell.len; i++)
		if (cell.ptr[i] != '-')
			return false;
	*align = MDTABLE_LEFT;
	if (right)
		*align = left ? MDTABLE_CENTER : MDTABLE_RIGHT;
	return cell.len > (size_t)left + right;
}

size_t mdtable_begin(struct text head, struct text line,
		     enum mdtable_align align[MDTABLE_COLUMNS])
{
	struct text cell, row = mdtable_row(line);
	size_t columns = 0, heads = 0;

	while (mdtable_cell(&row, false, &cell)) {
		if (columns == MDTABLE_COLUMNS ||
		    !read_align(cell, &align[columns]))
			return 0;
		columns++;
	}
	row = mdtable_row(head);
	while (heads <= columns && mdtable_cell(&row, false, &cell))
		heads++;
	return heads == columns ? columns : 0;
}
