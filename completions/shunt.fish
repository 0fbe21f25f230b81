# fish completion for shunt. Every name comes from `shunt help :LIST`, so that
# nothing here has to change when an option or a model does.

function __shunt_list
    command -q shunt; and command shunt help $argv 2>/dev/null
end

# The value of the option $argv[1], of which $argv[2] is there already.
function __shunt_value -a option word before
    set -l what (__shunt_list :values | string replace -rf -- "^$option\t" '')
    switch "$what"
        case FILE
            __fish_complete_path $word | string replace -r '^' -- "$before"
        case MODEL
            set before $before(string replace -r '[^,]*$' '' -- $word)
            string replace -r '^' -- "$before" (__shunt_list :words model)
        case '*'
            set -l name (string replace -r '^-+' '' -- $option)
            string replace -r '^' -- "$before" (__shunt_list :words $name)
    end
end

function __shunt_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l values (__shunt_list :values | string replace -r '\t.*' '')
    set -l cmd
    set -l args
    set -l prev
    for w in $words[2..-1]
        if test -n "$prev"
            set prev
        else if test "$w" = --
            return
        else if contains -- $w $values
            set prev $w
        else if not string match -q -- '-*' $w; and test -z "$cmd"
            set cmd $w
        else if not string match -q -- '-*' $w
            set -a args $w
        end
    end
    set -l parts (string match -r -- '^(--[^=]+)=(.*)' $word)
    if test -n "$prev"
        __shunt_value $prev $word ''
    else if test (count $parts) -eq 3
        __shunt_value $parts[2] $parts[3] $parts[2]=
    else if string match -q -- '-*' $word
        __shunt_list :options $cmd
    else if test -z "$cmd"
        __shunt_list :commands
    else if contains -- "$cmd" (__shunt_list :files | string trim)
        __fish_complete_path $word
    else
        __shunt_list :args $cmd $args
    end
end

complete -c shunt -f -a '(__shunt_complete)'
