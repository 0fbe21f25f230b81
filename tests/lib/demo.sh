#!/bin/sh
# tests/lib/demo.sh BINARY: a real routed prompt, from a pipe to its answer.
# Offline, so that the embedded engine answers whatever is configured here: a
# demonstration does not spend money, and a prompt goes nowhere unasked.
set -eu

text='The harbour of Port Ellen was closed on Monday after a freighter lost
part of its cargo in heavy seas. The captain reported that eleven containers
went overboard at about 4.30 a.m., two miles south of the pier. No one was
hurt. Divers found nine of the containers on the first day; the other two
held paint and cleaning agents, and fishing is forbidden in the bay until
they are found. The ferry company moved its boats to Port Askaig, which adds
forty minutes to the trip. The harbour master expects to open the port again
on Thursday, if the wind drops. An inquiry will look at how the containers
were lashed; it is the third such accident on this route in two years.'

printf '%s\n\n' "$text"
# shellcheck disable=SC2016 # shown as it would be typed
printf '$ echo "$text" | %s -v --offline "Summarise this in two sentences."\n' "$1"
printf '%s\n' "$text" | "$1" -v --offline 'Summarise this in two sentences.'
