#include "app/wishes.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"

static int unknown_role(const struct app *app, struct err *err)
{
	const char **names = xcalloc(app->cfg.role_count + 1, sizeof(*names));
	const char *near;

	for (size_t i = 0; i < app->cfg.role_count; i++)
		names[i] = app->cfg.roles[i].name;
	near = nearest(app->set->role, names, app->cfg.role_count);
	free(names);
	return err_set(err, ERR_CONFIG, "there is no [role.%s] in %s%s%s%s",
		       app->set->role, app->cfg.path ? app->cfg.path :
		       "the configuration", near ? "; did you mean '" : "",
		       near ? near : "", near ? "'?" : "");
}

const struct words *wishes_model(const struct app *app)
{
	const struct settings *set = app->set;
	const struct role_section *role = set->role ?
		config_role(&app->cfg, set->role) : NULL;

	if (role && role->model.count && !app_given(app, "model"))
		return &role->model;
	return &set->model;
}

static int read_role(struct wishes *w, const struct app *app, struct err *err)
{
	const struct role_section *role = config_role(&app->cfg,
						      app->set->role);

	if (!role)
		return unknown_role(app, err);
	if (role->task != TASK_NONE && !app_given(app, "task"))
		w->task = (enum task)role->task;
	if (role->code && !w->last_code && !w->all_code)
		w->code = true;
	if (app_given(app, "system"))
		return 0;
	if (role->system_file)
		return file_read(role->system_file, MAX_CONFIG, &w->system,
				 err);
	if (role->system)
		buf_adds(&w->system, role->system);
	return 0;
}

int wishes_read(struct wishes *w, const struct app *app, struct err *err)
{
	const struct settings *set = app->set;

	*w = (struct wishes){
		.task = (enum task)set->task, .model = wishes_model(app),
		.code = set->code, .last_code = set->last_code,
		.all_code = set->all_code,
		.system = BUF_INIT(MAX_CONFIG),
	};
	if (set->role && read_role(w, app, err))
		return -1;
	if (set->system && !w->system.len)
		buf_adds(&w->system, set->system);
	return buf_check(&w->system, "the system text", err);
}

void wishes_release(struct wishes *w)
{
	buf_release(&w->system);
}
