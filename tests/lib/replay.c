/*
 * The main() of a fuzz target where libFuzzer has none: gives it each file
 * named, or each file of each folder named, and an empty input.
 */
#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static unsigned long count;

static int replay_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data;
	long size;
	size_t len;

	if (!f || fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0) {
		perror(path);
		return 1;
	}
	rewind(f);
	/* exactly as long as the file, so that one byte more is noticed */
	data = malloc(size ? (size_t)size : 1);
	len = data ? fread(data, 1, (size_t)size, f) : 0;
	fclose(f);
	if (!data || len != (size_t)size) {
		perror(path);
		free(data);
		return 1;
	}
	fprintf(stderr, "%s\n", path);	/* the last one is the one at fault */
	LLVMFuzzerTestOneInput(data, len);
	free(data);
	count++;
	return 0;
}

static int replay_folder(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	char name[4096];
	int rc = 0;

	if (!dir) {
		perror(path);
		return 1;
	}
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		rc |= replay_file(name);
	}
	closedir(dir);
	return rc;
}

int main(int argc, char **argv)
{
	static const uint8_t nothing[1];
	struct stat st;
	int rc = 0;

	LLVMFuzzerTestOneInput(nothing, 0);
	for (int i = 1; i < argc; i++) {
		if (!stat(argv[i], &st) && S_ISDIR(st.st_mode))
			rc |= replay_folder(argv[i]);
		else
			rc |= replay_file(argv[i]);
	}
	printf("# %lu inputs\n", count);
	return rc;
}
