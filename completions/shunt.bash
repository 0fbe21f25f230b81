# bash completion for shunt. Every name comes from `shunt help :LIST`, so
# that nothing here has to change when an option or a model does. Names may
# come from config.ini and the log: they are never expanded by the shell.

# What `shunt help ...` lists and begins with $want, into COMPREPLY: behind
# $before, without $drop, which stands on the line already. $want is as it was
# typed, with backslashes or behind a quote; readline closes that itself.
_shunt_add()
{
	local name quoted what

	while IFS=$'\t' read -r name what; do
		quoted=$name
		if [[ $want == [\'\"]* ]]; then
			[[ $name == "${want:1}"* &&
				$name != *[\'\"\\\$\`!]* ]] || continue
		else
			if [[ $name == *[!A-Za-z0-9._/:@,+-]* ]]; then
				printf -v quoted %q "$name"
			fi
			[[ $name == "$want"* || $quoted == "$want"* ]] ||
				continue
		fi
		quoted=$before$quoted
		COMPREPLY+=("${quoted#"$drop"}")
	done < <(command shunt help "$@" 2>/dev/null)
}

_shunt_files()
{
	compopt -o filenames 2>/dev/null
	mapfile -t COMPREPLY < <(compgen -f -- "$want")
}

# The value of the option $1.
_shunt_value()
{
	case ${values[$1]-} in
	FILE)
		_shunt_files
		return
		;;
	MODEL)
		before=${want%"${want##*,}"}
		want=${want##*,}
		;;
	esac
	_shunt_add :words "${1##*-}"
	return 0
}

_shunt()
{
	local at=$COMP_CWORD want=${COMP_WORDS[COMP_CWORD]} before= drop= cmd=
	local name what i prev
	local -a args=()
	local -A values=()
	COMPREPLY=()

	# bash breaks words at ":" and "="; model ids have the one in them
	while ((at > 1)) && [[ $want == :* || ${COMP_WORDS[at - 1]} == : ]]; do
		((at--))
		want=${COMP_WORDS[at]}$want
	done
	drop=${want%"${want##*:}"}
	prev=${COMP_WORDS[at - 1]}
	if [[ $want == = ]]; then
		want=
	elif [[ $prev == = ]]; then
		((at--))
		prev=${COMP_WORDS[at - 1]}
	fi

	while IFS=$'\t' read -r name what; do
		[[ -n $name ]] && values[$name]=$what
	done < <(command shunt help :values 2>/dev/null)
	for ((i = 1; i < at; i++)); do
		name=${COMP_WORDS[i]}
		[[ $name == -- ]] && return 0
		if [[ $name == -* && -n ${values[$name]-} ]]; then
			[[ ${COMP_WORDS[i + 1]-} == = ]] && ((i++))
			((i++))
		elif [[ $name != -* && -z $cmd ]]; then
			cmd=$name
		elif [[ $name != -* ]]; then
			args+=("$name")
		fi
	done

	if [[ $prev == -* && -n ${values[$prev]-} ]]; then
		_shunt_value "$prev"
	elif [[ $want == -* ]]; then
		_shunt_add :options ${cmd:+"$cmd"}
	elif [[ -z $cmd ]]; then
		_shunt_add :commands
	elif [[ $'\n'$(command shunt help :files 2>/dev/null) == \
		*$'\n'"$cmd"$'\t'* ]]; then
		_shunt_files
	else
		_shunt_add :args "$cmd" ${args[@]+"${args[@]}"}
	fi
	return 0
}

complete -F _shunt shunt
