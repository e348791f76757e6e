"""Names that were replaced, and must not come back: what `test_plain_words.py` reads. CONTRIBUTING.md has the present ones."""

IDENTIFIERS = """
AROUND Accounts Aimed Along Answered Answers AugmentationPlan Augmented BACKWARD BOARD BRING Best Blueprint Borrow Brought
BuiltIn CARRIED CHEAP CLEAR COLOURFUL COMPARE COSTS Changed Claim Compared Comparing Computing Contents Copies Copy Count Counted Course
Curves DECAY DRAWS DataSet DataSetCard Descending Describe Described Document Door Drawing Dropped EACH EDITED ENDLESS ENOUGH Ended Ending
Entry Examples Exciting Exhibit Explaining FAINT FEWEST FINEST FORTH FRESH FURTHER_LEFT Features Field Files Fill Filters Finish Fixed
Folder Forming Found FoundInk Full GROW Glance Gone Graft Guess HEAD_ONLY HIGHEST HIGHEST_DROPOUT HIGHEST_MOMENTUM HIGHEST_RATE Hands
HeadCard Heat Judged Kept Kind LANES LONGEST LOSSLESS Labelled Lane Lanes Layered Learner Ledger LeftOut Lesson Lessons Lessons3
LinearMachine Look Looking MINE MOST_ACROSS MOST_CELLS MOST_COLUMNS MOST_DIGESTS MOST_EACH MOST_EPOCHS MOST_HIDDEN MOST_KEPT MOST_MAPS
MOST_PASSES MOST_PAST MOST_PICTURES MOST_PLANES MOST_REPEATS MOST_ROWS MOST_SIDE MOST_TILES MOST_VIEWS MOST_WEIGHTS MOVED Maker Maps
Material Memory Menu MethodCard Moved NOBODY NONE NORMS NetworkCard NoInk OFTEN ORDERS Once Opened Opening Operated Orientations Origin
Origins Outcome Owned PART PIXEL PLANES PROBABILITY Parameters ParkPlan Part Parts Passes Past Pictures PlaceCost Prepared Pulse Question
RANDOM RATE RATE_OF_A_LECTURE READER RUNNER Races Readers Reading Recipe Refused Remembered Report Result Rows Runner RunnerCard Running
SCORES SCRATCH SETTLING SHARES SHIPPED SHORTEST SHOWN SMALLEST SMOOTH SOLID STARTED Scale Served SettingCard Settings Share Sheet Shelf
Shelved Sign Sizes Sliding Snapshot Source Span Stack StageHeat Standing State Station Stock Stop Strengths Styled Styling SweepCard TAKE
TAKE_HELP TOGETHER TONGUE TRACING TURN TWIN_DISTANCE Tail Taking Tally Taught TaughtClass Teacher Teaching TeachingPlan Trainable Trained
TransformCard Translating Turn Turns UNKNOWN UNTOUCHED USUAL Under Undoable Units Untrained Update VIEW Variations Views WAIT WATCHED
WEIGHTED WINDOW WINDOWS WORK Wrong _RememberingCapture about_of accounts after_dense alexnets another_hand answering as_bytes as_file
as_folder as_json ascend assembled base_of blueprint body_of border borders borrow bring_dataset bring_home bring_set bring_zip built_in
built_in_sets by_days by_folder by_lot by_patches by_tiles card_of check_lessons claim class_state coarser collections compared
constructor_of copy_of cuttings default_of digit_of divided dressed dropout_passes droppable dropped_share editable edits_in effective_field
end_of enter everywhere example_part example_pictures exciting exhibit exhibits explain_along explain_curves explaining extent factor_for
facts_of figures_of files_of files_said fitted_lines fold folders_of foreign_name forget_one fork forming framed_as_mnist gains get_ready
glance glances graft graft_of greet grey_of guided halves_well happens head_in held_below into_bytes is_carried is_everybodys is_ours job_of
keeping key_of laid_out lane_job lane_of largest_gradient learn learner letters literal liveliest look_of loss_at made_small make_ready
materials may_drop_maps mcnemar measurable meeting middle_square most_exciting most_of names_of narrows native no_ink norm_of not_there
nothing_decoded of_all of_features of_file of_imagenet of_set open_trained operate optimiser_of order_of oriented own_classes own_material
own_share part_of perform pictures_in place_costs place_of portions predict_told public race_code raced raced_on racers racing_on
read_blueprint recognise remember served settings_of shelf shelved single sliding space space_of split_of spoken_to standardised start_over
step_along step_code step_learn step_taken step_unlearn step_update still_here stock stop_teaching stop_training streamed_to styled styling
summed suppressed sweep_card sweep_cards tail_through take_home take_home_onnx take_thread_count tally teach_code teach_folder
there_and_back through_the_air trail train_code train_known train_lanes train_line train_menu translating twins undoable unframed unit_code
unlearn unpack_project up_to values_of variables variations verdicts view_of weights_after weights_shown windowed with_first
"""
"""In Python, anywhere."""

JS_IDENTIFIERS = """
AWAY BACK CARRIED Coming FAMILIES FETCHING HELD HIDDEN Kept LOADING LOOKS MAKE MARK MEASURED MOST_RACES NO_LONGER OF_A_LANE OPENING PLAIN
PURE RAISED Refusal SHARED STARTS STATION TRIES Teaching Trouble adding aimOf aims alongOf arrangeBars arranged asData asText astray
augmenting beginning bend besides branches briefly carries cellOver closesBeside convolving copying corrected covering covers cutter doubt
drawTile dropping dulled editedLine either enter explaining extended farther feltCells feltIn feltOver feltUnits filtering flips following
followingOf forgetOwn forgetProgress frameFelt fronts gathering giving goer guessing incoming judged keepAddress keepOwn keepProgress
keepStale labelFor lacking latestParts learning leftOut lesson levelLine likeness lined listenBack lookOf makeBus makeReading meeting menus
mirror mixing namedEdits neighbour ofFile onPaper openOne owns paintFans paintPanel paintPinned paintStage paintStairs paintTrail passesOf
passing pastOf picturing planeOf pulse pulseOf pulses quietly racing radios readPart relist remote removed rightness rivals rounder
secondOpinion sectionChanged settling shaping sheetOf sides slope snapped spell spike spoken staged staleLine stated station stationOf
stations stepped story streaming stretches styling surface tabname taughtRun teaching thin timesFor trail travel undoing unframed unpack
untold updateOf veiling waysOf weighs went windowOf wings wireOf wording writer
"""
"""In JavaScript, anywhere."""

PATHS = """
app/arguments.py app/asking.py app/augmented.py app/body.py app/coded.py app/descents.py app/door.py app/endpoint.py app/explained.py
app/files.py app/found.py app/gate.py app/instruments/augment/augment.js app/instruments/augment/augmenting.js
app/instruments/augment/plan/rail.js app/instruments/augment/plan/says.js app/instruments/augment/plan/undoing.js
app/instruments/augment/variants/says.js app/instruments/convolve/cell/account.js app/instruments/convolve/cell/stairs.js
app/instruments/convolve/cell/surface.js app/instruments/convolve/convolve.js app/instruments/convolve/convolving.js
app/instruments/convolve/kernels/thumb.js app/instruments/convolve/kernels/walk.js app/instruments/convolve/pictures/fans.js
app/instruments/convolve/pictures/hand.js app/instruments/convolve/pictures/rule.js app/instruments/convolve/translation/asking.js
app/instruments/convolve/translation/hand.js app/instruments/convolve/translation/measured.js app/instruments/convolve/translation/places.js
app/instruments/explain/explain.js app/instruments/explain/explaining.js app/instruments/filters/filtering.js
app/instruments/filters/filters.js app/instruments/filters/scalebar.js app/instruments/filters/surgery/right.js
app/instruments/filters/tile.js app/instruments/frame/connection/said.js app/instruments/frame/work/says.js
app/instruments/history/after/styling.js app/instruments/history/challenge/draw.js app/instruments/history/five/judge.js
app/instruments/history/history.js app/instruments/history/race/strokes.js app/instruments/history/race/tally.js
app/instruments/kit/begin.js app/instruments/kit/bytes.js app/instruments/kit/carry.js app/instruments/kit/choices.js
app/instruments/kit/copying.js app/instruments/kit/digits.js app/instruments/kit/edited.js app/instruments/kit/editedline.js
app/instruments/kit/families.js app/instruments/kit/folds.js app/instruments/kit/going.js app/instruments/kit/intake.js
app/instruments/kit/keep.js app/instruments/kit/kept.js app/instruments/kit/keys.js app/instruments/kit/latest.js
app/instruments/kit/library.js app/instruments/kit/live.js app/instruments/kit/on_paper.js app/instruments/kit/opening.js
app/instruments/kit/parts.js app/instruments/kit/shown.js app/instruments/kit/smooth.js app/instruments/kit/stale.js
app/instruments/kit/tabname.js app/instruments/kit/tabs.js app/instruments/kit/term.js app/instruments/kit/views.js
app/instruments/lecture/code.js app/instruments/lecture/giving.js app/instruments/lecture/keeping.js app/instruments/lecture/lecture.js
app/instruments/lecture/making.js app/instruments/lecture/path/branches.js app/instruments/lecture/path/guessing.js
app/instruments/lecture/path/keys.js app/instruments/lecture/path/shape.js app/instruments/lecture/path/sheets.js
app/instruments/lecture/stops/editing.js app/instruments/lecture/stops/ending.js app/instruments/lecture/stops/picturing.js
app/instruments/lecture/stops/sentence.js app/instruments/lecture/veil.js app/instruments/lecture/wings.js
app/instruments/look/bring/boxes.js app/instruments/look/maps/exact.js app/instruments/look/maps/felt.js app/instruments/look/maps/panel.js
app/instruments/look/maps/pinned.js app/instruments/look/maps/reading.js app/instruments/look/maps/stage.js
app/instruments/look/maps/subject.js app/instruments/look/maps/walk.js app/instruments/look/maps/words.js app/instruments/look/names.js
app/instruments/look/receipt/answer.js app/instruments/look/receipt/field.js app/instruments/look/receipt/figures.js
app/instruments/look/receipt/graph.js app/instruments/look/receipt/line.js app/instruments/look/receipt/parts.js
app/instruments/look/receipt/plane.js app/instruments/look/receipt/shares.js app/instruments/look/receipt/trail.js
app/instruments/look/receipt/verdict.js app/instruments/look/receipt/window.js app/instruments/look/stations.js
app/instruments/look/strip/felt.js app/instruments/look/strongest.js app/instruments/step/along/hundred.js
app/instruments/step/along/norms.js app/instruments/step/along/surprise.js app/instruments/step/answers.js
app/instruments/step/phases/pulse.js app/instruments/step/rule/say.js app/instruments/step/step.js app/instruments/step/stepping.js
app/instruments/train/racing.js app/instruments/train/rate.js app/instruments/train/train.js app/instruments/train/trainfoot/dots.js
app/instruments/train/training.js app/instruments/train/trainlanes/first.js app/instruments/train/trainlanes/own.js
app/instruments/train/trainlanes/units.js app/instruments/train/trainlanes/watched.js app/instruments/train/trainsettings/following.js
app/instruments/transfer/board.js app/instruments/transfer/changed/pairs.js app/instruments/transfer/dom.js
app/instruments/transfer/examples/incoming.js app/instruments/transfer/examples/leftout.js app/instruments/transfer/examples/selecting.js
app/instruments/transfer/examples/shelf.js app/instruments/transfer/examples/told.js app/instruments/transfer/examples/undoing.js
app/instruments/transfer/newpicture/home.js app/instruments/transfer/scratch/lanes.js app/instruments/transfer/taught.js
app/instruments/transfer/teaching.js app/instruments/transfer/thumbs.js app/instruments/transfer/transfer.js
app/instruments/transfer/views.js app/jobs.py app/lanes.py app/museum.py app/named_files.py app/once.py app/overlay.py app/projects.py
app/receipts.py app/routes/augmenting.py app/routes/convolving.py app/routes/descent.py app/routes/explaining.py app/routes/looking.py
app/routes/teaching.py app/routes/training.py app/routes/translating.py app/routes/units.py app/routes/visits.py app/static.py
app/teaching.py app/training.py app/translations.py app/units.py app/visitor.py app/wire.py models/api/augmenting.py models/api/descent.py
models/api/explaining.py models/api/exporting.py models/api/museum.py models/api/shelf.py models/api/teaching.py models/api/training.py
models/api/units.py models/api/visits.py models/augment/augmentation.py models/augment/augmenting.py models/augment/variant_code.py
models/coding.py models/collections models/descent models/descent/descending.py models/descent/dropping.py models/descent/line.py
models/descent/running.py models/descent/showing.py models/descent/step_code.py models/drawing.py models/engine/fields.py
models/engine/memory.py models/engine/tail.py models/explain models/explain/curves.py models/explain/explaining.py
models/explain/heatcode.py models/filters/made.py models/finding.py models/history/exhibits.py models/history/history.py
models/history/style.py models/looking models/looking/looking.py models/looking/payload.py models/machines.py models/paper.py
models/photo_steps.py models/pictures.py models/race models/race/race_code.py models/race/racing.py models/race/runners
models/receipts/accounts.py models/receipts/receipting.py models/receipts/walking.py models/refusals.py models/ruling.py models/shelf
models/shelf/owned.py models/shelf/remembered.py models/shelf/shelf.py models/train models/train/kept.py models/train/lane.py
models/train/lanes.py models/train/material.py models/train/net.py models/train/nets models/train/recorded.py models/train/shelving.py
models/train/stack.py models/train/training_code.py models/training/learner.py models/training/lessons.py models/training/turns.py
models/transfer models/transfer/graft.py models/transfer/lesson.py models/transfer/line.py models/transfer/program.py
models/transfer/take_home.py models/transfer/teach.py models/transfer/to_onnx.py models/transfer/values.py models/types/augmenting.py
models/types/convolving.py models/types/descent.py models/types/explaining.py models/types/finding.py models/types/looking.py
models/types/moving.py models/types/races.py models/types/teaching.py models/types/training.py models/types/units.py models/units
models/units/aiming.py models/units/ascent.py models/units/edited.py models/units/filters.py models/units/patches.py models/units/spread.py
models/units/surgery.py models/units/tiles.py models/units/unit_code.py models/units/units.py models/uses/parking/plan.py
models/uses/parking/readers.py
"""
"""Files and folders."""

INSTRUMENTS = """
explain/cover explain/heats filters/excited history/after history/five history/rooms look/bring look/seen step/along step/change
step/pulse step/rule train/trainfoot train/trainpoints transfer/bar transfer/changed transfer/how transfer/newpicture
"""
"""`<tab>/<name>` of instruments."""

ROUTES = """
along answer arrive ascend bring_home code compare curves edited exciting exhibit exhibits explain field heat_code here job_end labelled
look maps methods on_paper operate orientations places pulse raced rejoin square step_along step_learn step_unlearn strengths style
take_home take_home_onnx tally taught taught_class taught_example taught_forget taught_part taught_pictures taught_redo taught_set
taught_undo taught_zip teach teach_code teach_stop teachable tiles train_known train_lanes train_line train_menu train_open unit_code
"""
"""Under `/cnn/`."""

BUS_KEYS = """
arrived augment.held augment.rival augment.rivals augment.trouble choose explain.trouble filters.over filters.past filters.trouble
filters.wish go lecture.given lecture.going lecture.hands lecture.off lecture.refused lecture.veil offer opened own pin pointed room seen
sees step.along step.do step.front step.held step.pulse step.suits step.trouble step.wanted train.do train.line train.next train.now
train.trouble transfer.brought transfer.coming transfer.done transfer.next transfer.places transfer.saying transfer.trouble trouble visit
waiting work.asks work.do work.doing work.ticked work.trouble
"""
"""Of the page's bus."""

FIELDS = """
station trail
"""
"""Of answers under `/cnn/`; of an array's name the part before the colon."""

JOB_KINDS = """
compare teach train
"""
"""Of trainings that run on while their page is away."""

IN_TEST_NAMES = """
glance lesson lessons pulse shelf station stations teaching trail
"""
"""Words in the name of a test."""
