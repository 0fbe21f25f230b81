#include "app/ask.h"

/* What an order says by itself, before it is asked. */

bool ask_needs_loop(const struct ask_order *order)
{
	for (size_t i = 0; i < order->target_count; i++)
		if (order->targets[i].place)
			return true;
	return false;
}

bool ask_needs_tls(const struct ask_order *order)
{
	for (size_t i = 0; i < order->target_count; i++)
		if (order->targets[i].place && order->targets[i].place->url.tls)
			return true;
	return false;
}

void ask_request(const struct ask_order *o, enum effort effort,
		 struct request *rq)
{
	*rq = (struct request){
		.system = &o->system, .system_count = o->system.len ? 1 : 0,
		.turns = o->turns, .turn_count = o->turn_count,
		.max_tokens = o->set->max_tokens,
		.temperature = o->set->temperature,
		.effort = effort,
		.stream = !o->set->no_stream,
		.schema = o->schema,
		.conversation = o->conversation,
		.cache = o->turn_count > 1,
		.input_tokens = o->input_tokens,
	};
}

void ask_request_gap(const struct ask_order *o, struct request *rq)
{
	rq->gap = o->gap;
	rq->turns = NULL;
	rq->turn_count = 0;
	rq->system = NULL;
	rq->system_count = 0;
	rq->input_tokens = 0;	/* was of the words around it, too */
}
