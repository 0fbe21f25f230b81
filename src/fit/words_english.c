#include "fit/words.h"

/*
 * English. One word per idea in each of its common forms; where a word has
 * a plain everyday meaning too ("table", "class"), the pairs and the place
 * in the prompt decide, so it stands in the class it most often has.
 */
const struct word_list words_english[] = {
	{ LEX_CONDENSE,
	  "summarize summarise summary summaries summarized summarised "
	  "summarizing summarization condense condensed summar* sumar* "
	  "sumarize* summery tldr tl;dr tl_dr condens* gist recap recaps "
	  "recapitulat* synopsis synopses abridge abridged digest distil "
	  "distill sum_up summed_up boil_down boil_this boil_it key_points "
	  "key_takeaways key_ideas key_facts key_findings main_points "
	  "main_point main_ideas main_idea main_takeaways main_takeaway "
	  "main_message main_topics takeaway takeaways take_aways "
	  "big_picture in_a_nutshell nutshell cliff_notes cliffs_notes "
	  "cliffnotes sparknotes short_version shorter_version shorten "
	  "shortened short_form condensed_version run_down rundown "
	  "executive_summary brief_overview quick_overview in_brief "
	  "in_short long_story_short the_gist essence crux highlights "
	  "high_points important_points most_important_points bottom_line "
	  "make_it_shorter make_this_shorter shorter compress trim_down "
	  "cut_down meeting_minutes the_minutes minutes_of lay_summary "
	  "one_liner catch_me_up bring_me_up bullet_point_summary "
	  "action_items cut_this_down cut_it_down essentials blurb "
	  "what_was_discussed what_is_discussed key_contribution "
	  "main_contribution boil_it_down wrap_up debrief key_messages "
	  "in_simple_words what_happened_in the_upshot pare_down tighten "
	  "brief_me brief_on central_idea core_message core_points "
	  "core_idea salient_points too_long didn't_read decisions_made" },
	{ LEX_HEADING,
	  "headline headlines title titles subject_line subject_lines "
	  "abstract heading caption a_title the_title a_headline" },
	{ LEX_BRIEF,
	  "brief briefly concise concisely short succinct succinctly bullet "
	  "bullets bullet_points bullet_point one_sentence two_sentences "
	  "three_sentences 1_sentence 2_sentences 3_sentences few_sentences "
	  "one_paragraph a_paragraph single_paragraph one_line two_lines "
	  "single_sentence few_words fewer_words couple_of_sentences "
	  "in_one_sentence plain_english outline" },
	{ LEX_GIVEN,
	  "following above below given attached this_text the_text "
	  "this_article the_article this_passage the_passage this_paragraph "
	  "the_paragraph this_document the_document this_email "
	  "this_conversation this_dialogue the_dialogue this_transcript "
	  "the_transcript this_report this_story this_review this_post "
	  "this_thread this_page this_file this_section this_chapter "
	  "this_meeting this_discussion based_on according_to from_the_text "
	  "these_notes this_paper this_speech this_chat this_letter "
	  "this_message stdin input provided pasted here_is here's here_are" },
	{ LEX_TEXT,
	  "text texts article articles passage paragraph paragraphs "
	  "document documents conversation dialogue dialog transcript "
	  "transcripts report reports review reviews excerpt discussion "
	  "meeting thread chapter section memo notes readme documentation "
	  "docs paper papers news post posts contract agreement policy "
	  "abstract page pages chat letter message messages tweet tweets "
	  "content excerpts proposal clause terms manual manpage changelog "
	  "publication" },
	{ LEX_CODE_VERB,
	  "debug debugging refactor refactored refactoring implement "
	  "implements implementing implementation compile compiles "
	  "compiling compiled parse parsing parses deploy deploying "
	  "deployment rebase optimize optimise fix fixes fixing bug bugs "
	  "buggy code_review unit_test unit_tests test_cases docstring "
	  "docstrings type_hints autocomplete complete_this_code "
	  "finish_this_code lint linting convert_this_code "
	  "rewrite_this_code execute executes run_this write_a_function "
	  "write_a_program write_a_script write_code write_a_code "
	  "write_the_code write_a_query write_sql coding instantiate "
	  "serialize deserialize iterate iterates iterating loop loops "
	  "append concatenate print prints printing initialize initialise "
	  "import imports importing install installing uninstall mock "
	  "vectorize profile benchmark decompile disassemble this_code "
	  "the_code my_code what_does_this_do error_handling "
	  "input_validation memory_leak memory_leaks thread_safe "
	  "const_correct add_comments add_tests add_logging "
	  "review_this_code race_condition clean_up_this_code "
	  "explain_this_code fill_in missing_code port_this port_to "
	  "make_this_faster" },
	{ LEX_CODE_NOUN,
	  "code codes function functions method methods class classes "
	  "script scripts program programs programming regex regexp regexes "
	  "regular_expression regular_expressions query queries variable "
	  "variables pointer pointers struct structs enum enums boolean "
	  "bool int integer integers float string strings char array arrays "
	  "tuple tuples dict dictionary dictionaries hashmap snippet module "
	  "modules package packages library libraries api apis endpoint "
	  "endpoints sdk syntax lambda closure closures decorator "
	  "decorators iterator generator generators async await promise "
	  "callback callbacks thread threads mutex parameter parameters "
	  "argument arguments constructor interface interfaces inheritance "
	  "oneliner one-liner subprocess stdin stdout stderr macro macros "
	  "pseudocode codebase repo repository cli gui backend frontend "
	  "middleware wrapper keyword return returns returned null none "
	  "undefined void substring palindrome fizzbuzz compiler "
	  "interpreter runtime formula vba cron crontab dockerfile makefile "
	  "webhook namespace attribute attributes instance instances object "
	  "objects element elements pattern list_of_integers "
	  "list_comprehension for_loop while_loop if_statement "
	  "environment_variable environment_variables command_line "
	  "shell_script bash_script" },
	{ LEX_LANGUAGE,
	  "python python3 java javascript js typescript ts c++ cpp c# "
	  "csharp golang rust ruby php perl kotlin swift scala haskell "
	  "matlab fortran cobol sql mysql postgresql postgres sqlite nosql "
	  "mongodb bash zsh powershell html html5 css scss latex lua dart "
	  "julia elixir erlang clojure ocaml prolog lisp scheme assembly "
	  "verilog vhdl solidity node.js nodejs react react.js vue angular "
	  "svelte django flask fastapi rails laravel spring numpy pandas "
	  "tensorflow pytorch keras sklearn scikit-learn matplotlib seaborn "
	  "jquery graphql wasm opencv excel vlookup xlookup gdscript godot "
	  "unity c_language in_c in_go in_r plotly streamlit spark pyspark "
	  "hadoop hive oracle plsql tsql autohotkey arduino cuda asm x86 qt "
	  "selenium beautifulsoup flutter swiftui android ios jsx tsx "
	  "next.js express tailwind bootstrap mermaid graphviz" },
	{ LEX_TOOL,
	  "git github gitlab docker kubernetes k8s kubectl terraform "
	  "ansible nginx apache systemd systemctl ssh scp rsync curl wget "
	  "grep egrep sed awk gawk xargs tar gzip gunzip chmod chown tmux "
	  "vim emacs nano vscode npm yarn pip conda venv virtualenv cargo "
	  "gcc clang cmake gdb valgrind jenkins aws ec2 s3 gcloud azure "
	  "heroku redis kafka linux ubuntu debian centos unix macos "
	  "terminal shell command commands cmd sudo apt apt-get brew jq "
	  "ffmpeg imagemagick iptables cronjob pipe stash cherry-pick "
	  "rebase submodule symlink find ls cat cd mkdir rm cp mv du df ps "
	  "kill lsof netstat tcpdump crontab daemon prometheus grafana "
	  "elasticsearch pytest jest webpack eslint maven gradle jupyter "
	  "notebook colab wireshark firewall hostname localhost proxy dns" },
	{ LEX_CODE_ERROR,
	  "error errors exception exceptions traceback segfault "
	  "segmentation segmentation_fault core_dumped stacktrace "
	  "stack_trace typeerror valueerror keyerror indexerror nameerror "
	  "attributeerror syntaxerror importerror modulenotfounderror "
	  "runtimeerror nullpointerexception referenceerror referenceerror: "
	  "undefined undefined_reference null_pointer uncaught unhandled "
	  "deprecated warning warnings crash crashes crashing crashed "
	  "not_working doesn't_work fails failed failing 404 500 502 403 "
	  "cors stack_overflow overflow out_of_memory permission_denied "
	  "timeout timed_out not_found no_such_file cannot_find panic "
	  "panicked fatal linker exit_code exit_status" },
	{ LEX_DATA_FORMAT,
	  "json csv tsv xml yaml toml ini parquet excel_file spreadsheet "
	  "dataframe dataframes database databases db schema table tables "
	  "column columns row rows join joins inner_join left_join select "
	  "where_clause group_by primary_key foreign_key index indexes "
	  "migration record records binary hex base64 utf-8 ascii unicode "
	  "encode decode encoding decoding byte bytes bit bits timestamp "
	  "datetime uuid url urls uri delimiter pdf file_format markdown" },
	{ LEX_FILES,
	  "file files filename filenames directory directories folder "
	  "folders subdirectory subdirectories path paths home_directory "
	  "current_directory working_directory file_system filesystem disk "
	  "recursively recursive permissions permission symbolic_link "
	  "symbolic_links symlinks inode hidden_files logs log_file "
	  "log_files lines archive archives zip unzip stdin process "
	  "processes pid port ports 8080 modified owned owner executable" },
	{ LEX_WEB,
	  "website webpage web_page web_app webapp button buttons div "
	  "dropdown navbar form_validation http https request requests "
	  "response header headers cookie cookies session jwt oauth login "
	  "localstorage dom server servers client browser chrome_extension "
	  "rest_api ajax fetch websocket websockets scraping scraper scrape "
	  "web_scraping discord bot telegram_bot app apps mobile_app canvas "
	  "checkbox input_field landing_page responsive" },
	{ LEX_ALGORITHM,
	  "algorithm algorithms sort sorts sorted sorting quicksort "
	  "mergesort bubble_sort binary_search binary_tree linked_list "
	  "hash_table data_structure data_structures stack queue heap graph "
	  "dijkstra bfs dfs dynamic_programming time_complexity big_o "
	  "recursion fibonacci factorial backtracking greedy traversal tree "
	  "trees node nodes matrix subarray subsequence anagram leetcode "
	  "traverse neural_network classifier crud oop design_pattern "
	  "singleton" },
	{ LEX_COMMIT,
	  "commit commits commit_message commit_messages commit_subject "
	  "changelog release_notes diff diffs patch pull_request pr "
	  "merge_request merge_conflict merge_conflicts branch branches "
	  "staged changeset code_changes this_change these_changes "
	  "this_patch this_diff this_commit hunk hunks" },
	{ LEX_CONTEST,
	  "sample_input sample_output test_case constraints standard_input "
	  "standard_output input_format output_format lowercase_english "
	  "integer_array array_nums 0-indexed 1-indexed indexed string_s "
	  "nums return_the_maximum return_the_minimum return_the_number "
	  "example_1 example_2 input_output integer_n integers_n lines_each "
	  "each_line first_line second_line you_are_given given_an_array "
	  "given_a_string given_an_integer given_a_list inclusive 10^5 10^9 "
	  "codeforces atcoder" },
	{ LEX_CALCULATE,
	  "calculate calculator calculates calculating calculation compute "
	  "computes solve solves solving evaluate evaluates integrate "
	  "differentiate derive factorise factorize simplify determine "
	  "find_the_value find_the_sum what_is_the_value what_is_the_sum "
	  "find_all_values find_the_number find_the_area "
	  "find_the_probability find_x solve_for expand estimate maximise "
	  "maximize minimise minimize approximate approximately convert "
	  "round work_out figure_out find_the_smallest find_the_largest "
	  "find_the_maximum find_the_minimum find_the_least "
	  "find_the_greatest calculus how_high how_deep how_wide "
	  "how_quickly how_soon what_speed what_distance what_area "
	  "what_volume what_angle work_it_out what_percentage what_percent "
	  "how_long how_far how_fast how_old how_big how_tall how_heavy "
	  "what_fraction the_value_of the_sum_of the_area_of what_time "
	  "at_what" },
	{ LEX_PROVE,
	  "prove proves proving proof proofs disprove show_that lemma "
	  "theorem theorems contradiction by_induction induction corollary "
	  "qed suppose_that let_f if_and_only iff converge converges "
	  "necessary sufficient counterexample" },
	{ LEX_MATHS,
	  "equation equations integral integrals derivative derivatives "
	  "triangle triangles circle circles square squares rectangle "
	  "rectangular polygon hexagon angle angles radius diameter "
	  "perimeter area volume circumference hypotenuse polynomial "
	  "polynomials quadratic cubic linear matrix matrices determinant "
	  "eigenvalue eigenvalues vector vectors scalar prime primes "
	  "divisor divisors divisible divided remainder multiple multiples "
	  "gcd lcm modulo mod logarithm log sine cosine tangent sin cos tan "
	  "sqrt square_root cube_root roots exponent power exponential "
	  "function_f real_numbers positive_integer positive_integers "
	  "natural_numbers rational irrational complex_number fraction "
	  "fractions numerator denominator decimal decimals digit digits "
	  "sum product difference quotient mean median standard_deviation "
	  "variance arithmetic geometric sequence series limit slope "
	  "intercept parallel perpendicular vertex vertices midpoint "
	  "coordinates parabola ellipse sphere cone cylinder cube prism "
	  "subset subsets set_of permutation permutations combinations "
	  "factorial modulus congruent math maths mathematics algebra "
	  "geometry trigonometry cosx sinx x^2 infinity inequality ring "
	  "group abelian homomorphism isomorphic field subgroup cyclic "
	  "topology basis dimension kernel operator hilbert manifold odd "
	  "even consecutive integer_n least_common greatest_common" },
	{ LEX_CHANCE,
	  "probability probabilities dice coins expected_value coin_flip "
	  "what_are_the_odds the_odds odds_of chance_of chances_of marbles "
	  "urn binomial poisson bayes bayesian likelihood "
	  "without_replacement with_replacement at_random is_drawn "
	  "are_drawn deck_of fair_coin fair_die rolling_a rolling_two "
	  "rolled flipped_coin the_probability randomly_chosen "
	  "random_variable" },
	{ LEX_DRAWS,
	  "chance chances odds random randomly die coin card cards deck "
	  "expected flip flipped drawn independent" },
	{ LEX_LOGIC,
	  "logic logical logically deduce deduction premise premises "
	  "conclusion valid invalid argument_valid true false statement "
	  "statements puzzle puzzles riddle riddles sudoku knights knaves "
	  "liar truth lies lying must_be_true implies implied entails "
	  "therefore hence either neither if_all all_of some_of sits "
	  "to_the_left to_the_right left_of right_of next_to opposite "
	  "clockwise immediately finished_first taller older younger "
	  "fastest killer culprit murderer trick brain_teaser paradox "
	  "reasoning reason deductively uncertain ambiguous antecedent "
	  "pronoun who_owns which_house outweighs balance_scale wolf goat "
	  "cabbage farmer boat cross crossing switch switches lightbulb jug "
	  "jugs tells_the_truth tell_the_truth truth-teller "
	  "deductively_valid not_true father_of mother_of sister_of "
	  "brother_of married_to relationship_between is_related facing "
	  "arranged fixed_order logically_consistent in_order shelf "
	  "overtake overtook missionaries cannibals swap swaps swaps_balls "
	  "end_up odd_one next_number next_in sequence_is comes_next weigh "
	  "weighs weighing hourglass prisoners hats" },
	{ LEX_HOW_MANY,
	  "how_many how_much altogether in_total total in_all combined "
	  "sum_of average number_of left_over remaining remain remains "
	  "leftover" },
	{ LEX_QUANTITY,
	  "each every per twice half third quarter double triple as_many "
	  "as_much more_than less_than fewer times ratio percent percentage "
	  "% proportion rate increase increased decrease decreased gives "
	  "gave buys bought sells sold spends spent earns earned costs cost "
	  "pays paid saves saved shares shared eats ate has had needs "
	  "needed left gets took remaining equally divide adds added "
	  "subtract multiply multiplied dozen pair pairs both initially "
	  "originally started begins fill fills filled empty drives drove "
	  "walks walked runs travels traveled travelled takes together "
	  "alone complete_the_work men workers" },
	{ LEX_UNIT,
	  "km kilometers kilometres kilometer mile miles mph kmph km/h "
	  "km/hr kph meter meters metre metres m/s cm centimeters mm inch "
	  "inches feet foot ft yard yards kg kilogram kilograms gram grams "
	  "g mg pound pounds lb lbs ounce ounces oz liter liters litre "
	  "litres l ml gallon gallons cup cups degrees celsius fahrenheit "
	  "kelvin watt watts kw kwh volt volts amp amps ohm ohms newton "
	  "joule joules pascal mol moles acre acres ton tons hz mhz gb mb "
	  "tb kb cents cent dollars dollar $ euros euro rupees rs yen bucks "
	  "tablespoons teaspoon square_feet square_meters" },
	{ LEX_TIME,
	  "second seconds minute minutes hour hours day days week weeks "
	  "month months year years monday tuesday wednesday thursday friday "
	  "saturday sunday january february march april june july august "
	  "september october november december o'clock noon midnight am pm "
	  "a.m p.m daily weekly monthly yearly annual annually age ages "
	  "weekend weekends morning evening afternoon tomorrow yesterday "
	  "today leap_year" },
	{ LEX_NUMBER,
	  "two three four five six seven eight nine ten eleven twelve "
	  "thirteen fifteen twenty thirty forty fifty sixty hundred "
	  "thousand million billion first third fourth fifth" },
	{ LEX_SCIENCE,
	  "velocity acceleration force mass momentum energy kinetic "
	  "potential friction gravity gravitational projectile electron "
	  "electrons proton protons neutron neutrons photon wavelength "
	  "frequency amplitude voltage current resistance resistor "
	  "capacitor capacitance inductance magnetic electric charge "
	  "circuit pressure temperature thermodynamics entropy enthalpy "
	  "heat gas ideal_gas molecule molecules molecular atom atoms "
	  "atomic ion ions ionic acid acidic base ph buffer titration "
	  "reaction reactions reactant equilibrium oxidation molar molarity "
	  "moles stoichiometry compound isotope quantum relativity orbit "
	  "optics lens mirror density viscosity torque angular pendulum "
	  "spring pulley incline frictionless concentration solution "
	  "solubility catalyst polymer half-life conductor inductor "
	  "transformer transistor diode" },
	{ LEX_CASE,
	  "patient patients symptoms diagnosis diagnose year-old year_old "
	  "presents physical_examination blood_pressure fever lesion "
	  "treatment prognosis syndrome serum hemoglobin plaintiff "
	  "defendant court statute tort negligence liable liability "
	  "contract_law judge jury appeal landlord tenant estate "
	  "will_likely prosecution constitution constitutional most_likely" },
	{ LEX_MONEY,
	  "interest compound_interest simple_interest principal loan "
	  "mortgage profit loss revenue revenues margin discount tax taxes "
	  "salary wage wages price prices invest invested investment "
	  "rate_of_return npv irr depreciation amortization cash_flow "
	  "assets liabilities equity shareholders stock stocks dividend "
	  "dividends bond bonds inflation gdp elasticity supply demand "
	  "budget payment payments fiscal 2018 2017 2016 operating_income "
	  "net_income balance_sheet" },
	{ LEX_STEPS,
	  "step_by_step step-by-step think_through think_carefully "
	  "show_your_work show_your_reasoning explain_your_reasoning "
	  "explain_your_answer show_all_steps reasoning_steps "
	  "chain_of_thought justify show_work let's_think" },
	{ LEX_CHOICE,
	  "which_of_the which_of_these options option choices choice "
	  "multiple_choice correct_answer best_answer select_the choose_the "
	  "none_of_the all_of_the a_b c_d answer_choices except "
	  "correct_statement not_true is_true" },
	{ LEX_WRITE,
	  "write writes written writing compose draft create generate make "
	  "craft invent design produce brainstorm come_up_with come_up "
	  "imagine suggest_a tell_me_a give_me_a develop prepare build "
	  "wrtie rite" },
	{ LEX_GENRE,
	  "essay poem poems haiku limerick sonnet story stories tale novel "
	  "letter email emails e-mail blog blog_post speech song lyrics rap "
	  "script_for screenplay joke jokes pun riddle_about slogan slogans "
	  "tagline tweet caption captions description product_description "
	  "advertisement ad ads cover_letter resume cv biography bio "
	  "press_release newsletter dialogue_between monologue fairy_tale "
	  "fable parody narrative fiction fanfic fan_fiction character "
	  "characters scene prompt prompts recommendation_letter toast vows "
	  "greeting invitation proposal announcement obituary quote quotes "
	  "facebook instagram linkedin youtube tiktok podcast wikipedia "
	  "rubric lesson quiz questions names name nickname itinerary rhyme "
	  "rhyming verse stanza thank_you_note birthday" },
	{ LEX_ROLE,
	  "act_as act_like i_want_you want_you_to pretend roleplay "
	  "role-play role_play imagine_you imagine_yourself imagine_that "
	  "take_the_role take_on_the assume_the_role as_a_professional "
	  "persona you_are_a you_are_an you're_a my_first_request "
	  "first_request my_first_suggestion my_first_question put_yourself "
	  "in_the_style as_if_you from_the_perspective" },
	{ LEX_TRANSLATE,
	  "translate translates translated translating translation "
	  "transcribe transliterate into_english into_french into_spanish "
	  "into_german to_english to_french to_spanish to_german in_french "
	  "in_spanish in_german in_italian in_japanese in_chinese "
	  "into_chinese into_japanese how_do_you_say how_to_say" },
	{ LEX_REWRITE,
	  "rewrite rewrites rewritten reword rephrase rephrased paraphrase "
	  "paraphrased proofread edit edited improve improving correct "
	  "corrected grammar grammatical grammatically spelling punctuation "
	  "typos polish make_it_more make_this_more more_formal more_polite "
	  "polite formal tone sound_more friendlier fluent active_voice "
	  "passive_voice synonym synonyms simpler simplify_this expand_on "
	  "elaborate continue_the finish_the style of_the_sentence "
	  "the_sentence sentence" },
	{ LEX_LABEL,
	  "classify classifies categorize categorise category categories "
	  "label sentiment positive negative neutral toxic spam topic "
	  "entailment contradict contradicts rate score rank ranking "
	  "identify_whether decide_whether positive_or_negative "
	  "identify_the same_meaning duplicate paraphrases tag genre_of "
	  "ontology" },
	{ LEX_EXTRACT,
	  "extract extracts list lists find_all list_all names_of mentioned "
	  "who_is_mentioned entities named_entities keywords key_words "
	  "highlight pull_out dates quote_the cite mentions every_person "
	  "organizations identify locate bibliography references fields "
	  "table_with" },
	{ LEX_EXPLAIN,
	  "explain explains explained explanation describe describes "
	  "description_of define definition meaning means mean meant "
	  "what_is what_are what's whats tell_me tell_me_about talk_about "
	  "discuss clarify understand interpret analyze analyse analysis "
	  "elaborate introduction overview concept concepts in_simple_terms "
	  "simple_terms eli5 like_i'm difference_between what_does what_was "
	  "what_were significance importance how_does how_do how_did "
	  "how_are role_of purpose_of" },
	{ LEX_ADVICE,
	  "advice advise tips tip suggest suggests suggestion suggestions "
	  "recommend recommendation recommendations recommended should_i "
	  "should_we ideas idea help help_me what_should how_should "
	  "best_way good_way ways_to ways best_ways guide strategies "
	  "strategy gift gifts how_can_i how_do_i what_can_i i_need i_want "
	  "improve_my deal_with cope struggling is_it_ok is_it_safe "
	  "options_for" },
	{ LEX_PLAN,
	  "plan plans planning schedule itinerary agenda routine roadmap "
	  "workout_plan meal_plan study_plan lesson_plan business_plan "
	  "travel trip vacation visit visiting day_trip curriculum syllabus "
	  "checklist timeline" },
	{ LEX_FACT,
	  "who whom whose when where which who_is who_was who_wrote who_won "
	  "when_did when_was when_is where_is where_was where_did what_year "
	  "capital_of capital largest tallest population invented "
	  "discovered founded born died located president king queen winner "
	  "won what_kind what_type what_color which_country name_of "
	  "known_for famous how_long_does what_happened" },
	{ LEX_YES_NO,
	  "is_it is_there are_there does_it do_you can_you can_i could_you "
	  "would_you will_it did_the does_the is_the are_the was_the can_we "
	  "should_the has_the have_you is_this are_you is_a" },
	{ LEX_WHY,
	  "why why_do why_does why_is why_are how_come why_did cause causes "
	  "caused reason_for because reasons" },
	{ LEX_HOW_TO,
	  "how_to how_do_i how_can_i how_do_you how_could_i how_would_i "
	  "how_would_you what's_the_best best_way_to way_to how_can_we "
	  "example_of examples example tutorial" },
	{ LEX_COMPARE,
	  "compare comparison compared versus vs difference differences "
	  "differ contrast similarities pros cons advantages disadvantages "
	  "better best worse worst pros_and_cons trade-offs tradeoffs" },
	{ LEX_OPINION,
	  "opinion opinions think feel feelings believe view views argue "
	  "debate favorite favourite do_you_think your_thoughts "
	  "in_your_opinion ethical moral ethics controversial" },
	{ LEX_ASSISTANT,
	  "alarm reminder remind weather forecast play music timer set_a "
	  "account bank card credit_card balance transfer book_a "
	  "reservation flight flights hotel restaurant order pin pto "
	  "insurance bill transaction call text_message phone battery gas "
	  "traffic directions calendar shopping_list to-do_list turn_on "
	  "turn_off cancel freeze credit_score apr rewards points "
	  "lost_luggage routing exchange_rate uber lunch dinner" },
	{ LEX_CHAT,
	  "hello hi hey thanks thank_you good_morning goodbye bye please "
	  "sorry ok okay yes no lol haha how_are_you who_are_you your_name "
	  "sure cool great are_you_real tell_me_something bored love are_you" },
	{ LEX_BUSINESS,
	  "business company companies startup marketing customer customers "
	  "product products brand sales client clients team manager "
	  "employee employees market campaign audience industry interview "
	  "job career boss leadership hr hiring consulting stakeholders seo "
	  "entrepreneur project logo e-commerce" },
	{ LEX_ARTS,
	  "movie movies film films book books band album singer actor "
	  "actress artist art painting paintings television tv show season "
	  "episode game games video video_game anime music_video concert "
	  "theatre play_by shakespeare harry_potter oscar netflix director "
	  "author plot lyrics_of dance photography superhero soundtrack "
	  "cast football basketball team_won soccer baseball nba nfl "
	  "world_cup olympics player players" },
	{ LEX_WORLD,
	  "history historical war wars empire century ancient medieval "
	  "country countries city cities state states united_states america "
	  "american british french_revolution world_war government "
	  "political politics election president_of europe european asia "
	  "africa china india japan russia germany france england london "
	  "paris new_york california river mountain ocean island climate "
	  "revolution treaty dynasty colony constitution_of religion "
	  "religious christian islam bible culture cultural society" },
	{ LEX_STUDIES,
	  "philosophy philosopher psychology sociology economics economic "
	  "biology cell cells dna gene genes protein proteins species "
	  "animal animals plant plants evolution brain human humans planet "
	  "planets earth sun moon universe space star stars chemistry "
	  "physics science scientific theory research study studies "
	  "education learning teacher students school university language "
	  "linguistics anthropology literature environment ecosystem "
	  "bacteria virus vaccine disease organism photosynthesis" },
	{ LEX_LIVING,
	  "recipe recipes cook cooking bake food eat eating meal breakfast "
	  "diet healthy health exercise workout weight sleep stress anxiety "
	  "depression relationship girlfriend boyfriend wife husband friend "
	  "friends family mother father mom dad son daughter kids children "
	  "child baby dog dogs cat cats pet house home garden kitchen car "
	  "clothes hair skin party wedding christmas holiday hobby doctor "
	  "medicine pain headache vegetarian vegan chicken ingredients" },
	{ LEX_LIMIT,
	  "at_least at_most exactly no_more_than do_not don't must "
	  "should_be all_caps capital_letters lowercase uppercase "
	  "without_using do_not_use no_commas include your_response "
	  "your_answer entire_response your_entire in_your_response "
	  "words_long 100_words 200_words 300_words 500_words "
	  "paragraphs_separated reply only respond avoid make_sure "
	  "keyword_in wrap placeholders square_brackets double_quotation "
	  "postscript highlighted" },
	{ LEX_SELF,
	  "i i'm im i've my me mine we our us myself" },
	{ LEX_TONGUE,
	  "english french spanish german italian portuguese dutch russian "
	  "chinese mandarin japanese korean arabic hindi turkish polish "
	  "swedish latin greek hebrew vietnamese thai indonesian" },
	{ LEX_COMPUTING,
	  "software hardware computer computers programming_language "
	  "programming_languages machine_learning deep_learning ai "
	  "artificial_intelligence llm llms gpt chatgpt model models "
	  "dataset datasets training network networking protocol tcp udp "
	  "encryption blockchain cryptocurrency bitcoin cloud "
	  "operating_system open_source developer developers programmer "
	  "engineer engineering agile scrum devops microservices "
	  "architecture cache caching cpu gpu ram memory data" },
};

const size_t words_english_count =
	sizeof(words_english) / sizeof(*words_english);
