"""Names that were replaced in one file or folder, and are ordinary words elsewhere: `test_plain_words.py` reads them."""

MODULE_NAMES = """
app.document: _GRADIOS _Page
app.encode.attribution: along card curves part question
app.encode.augment: answer part swept transform
app.encode.binary: _glance _maps _of_maps card line look opened question real
app.encode.compare: _TOGETHER _material _trainable _untrained line menu part parts
app.encode.filters: _exciting _painted operated reduced strengths
app.encode.fine_tune: brought head place sign taught zipped
app.encode.history: count entry event runner summary
app.encode.overlay: colours
app.encode.projects: _NONE framed listing opened
app.encode.receipts: _station packed
app.encode.sgd_step: _sheet along passes pulse taught
app.encode.translation: packed
app.endpoints.arguments: positive ready sent text wrong
app.endpoints.base: _of_file _said _signed add complete slot
app.endpoints.checks: Gate _Answered _Reply _named _ordered _plain _spoken_in said
app.endpoints.predict: _guess
app.endpoints.train: _PLANNED _TOLD said
app.http.body: chunks whole
app.http.code_answers: told
app.http.files: _FRESH _Held described
app.http.idempotency: KEPT LARGEST _LONGEST
app.http.named_files: checked
app.http.requests: cell one_of real said whole word
app.http.server: _NAME _OPENING _end _last
app.http.static: files
app.instruments: folders names parts read
app.page: _end _fill _style
app.routes: mounted
app.routes.activations: _look _maps _on_paper
app.routes.attribution: _along _answer _explain
app.routes.augment: CHUNK
app.routes.compare: _known _line _menu _race
app.routes.convolution: MOST _square
app.routes.filters: _ascend _edited _exciting _operate _strengths _tally _tiles
app.routes.fine_tune: MOST _bring_home _changed _class _example _forget _known _part _places _set _take_home _take_home_onnx _taught _teach
    _teachable _zip
app.routes.history: _exhibit _exhibits _labelled _raced
app.routes.projects: _known _of_page _said _turns
app.routes.receipts: _field
app.routes.sgd_step: _along _learn _lesson _passes _pulse _unlearn
app.routes.visitors: _MANY _arrive _here _job_end _rejoin
app.samples: KINDS listing
app.tabs.look: _IN_USE _WAY_IN _bring
app.text: spoken
app.theme: _SHAPE
models.activations.quantise: _NARROWEST _WIDEST _counts _maps reduce tiles
models.activations.service: SURE _place positive whole
models.activations.translation: REACH _alike _apart _both _channels _has_places _inside _moved _moved_back _part _too_large moved
models.api: answer channel class_pictures code compare edited folder forget history look maps orientations pulse race rest shares square
    strengths style teach
models.api.export: folder
models.api.filter_analysis: edited strengths
models.api.fine_tune: compare teach
models.api.fine_tune_classes: shares
models.api.imagenet_history: history race style
models.api.pictures: answer channel look maps orientations square
models.api.process: forget rest
models.api.projects: class_pictures
models.api.receipts: code
models.api.sgd_step: pulse
models.attribution.deletion_curves: _curves blurred curves
models.attribution.methods: At largest stacked
models.attribution.methods.grad_cam: weighed
models.attribution.methods.grad_cam_pp: weighed
models.attribution.methods.guided_backpropagation: _Guided _guided
models.attribution.methods.integrated_gradients: rule
models.attribution.methods.score_cam: chosen
models.attribution.methods.smoothgrad: draw
models.attribution.service: _Asked _MOST_BATCH _black _card _enlarged _points _same_size _stage_heat _stop _together
models.augment.config: SEEDS Step _no_plan _parsed _step
models.augment.policies: choose named strength
models.augment.sweeps: _blurred _shift _turn
models.augment.transform: Chance FAR NOTHING _logarithms _replaced _some bounded changed each fill filled pair probability spelled
models.augment.variants: _card _fitted _loose _made _planes _planes_last cards normalised
models.augment.warping: _places _products _sums _warped
models.convolve: _too_little
models.datasets.bundled: parts_of
models.datasets.bundled.digits: enlarged
models.datasets.bundled.shapes: _inked drawn
models.datasets.torchvision: Collection folder
models.engine.capture: _Keeping
models.engine.channels_last: _relaid
models.engine.costs: NOTHING _sum
models.engine.kinds: HIDDEN
models.engine.layers: _input describe
models.engine.receptive_field: Window _adaptive _joined _of_all _pooling _through _works_cell_by_cell
models.engine.stages: MOST _PASSED_OVER _POOLS stages
models.engine.tracing: _ARGUMENTS _filled _pure _read_the_overwritten _twin plan_of
models.errors: shown
models.export.bundle: _WHEN zipped
models.export.code: _WANTED _merged _spaced _top code
models.export.filter_code: _climb _scored _shaking _watched _whom _windowed
models.export.fine_tune_code: _HEAD_ALONE _LEFT _built _further_left _head_alone _names files lesson
models.export.layer_code: _closed _got _reads _stages
models.export.network_source: _QUIET _built _filled _numbered _text region stored
models.export.onnx: _EXTRA _Order _serve _written
models.export.picture_source: WIDE _CARRIED _opened packed
models.export.predict_script: _body _plain program written_out
models.export.run_code: _measuring _rate
models.export.sgd_step_code: _rolling _taken
models.export.weights_file: _CARD _PARTS _card _check _said _spoken _try bring checked files loaded
models.feature_race.extractors: runners
models.feature_race.extractors.colours: describe start
models.feature_race.extractors.frozen: NETWORK prepared start
models.feature_race.extractors.gradients: start
models.feature_race.extractors.pixels: describe start
models.feature_race.extractors.scratch: start
models.feature_race.service: KEPT Key MAX_CACHED _read _whole cards drawn shown
models.filters.activation_maximization: AcquireWorker COLOURS EVERY MOVE PATIENCE _Climb moved painted shaken
models.filters.canvas_weights: WIDE counted spread
models.filters.edited_networks: _Built _EACH _copied _like _step edited
models.filters.gallery: CUTS PARTS _cuttings _gathered _stored corners judged own shipped squares
models.filters.kernel_tiles: _shown
models.filters.kernels: _learned
models.filters.service: _Kept _all _climb _exciting
models.filters.target: Aim _before_squashing _inside _passes aim legal
models.filters.target_picture: Made
models.filters.top_patches: AcquireWorker COUNT _MOST _PIXELS _merged _span cut strongest window
models.filters.weight_edits: LARGEST _call _painted _refused apply calls logits
models.history.networks: _ELSEWHERE _VERSIONS _alexnet _look
models.history.orientations: _of_length_one describe steps
models.inputs.digit_finding: _bytes _enlarged _named _told find shown
models.inputs.drawing: BOX FINE SIDE _FAINT _area _flat _mangled _nearest
models.inputs.ink: Group LEAST _Mark _described _gathered _group _groups _judged _marks _near _no_digit_alone _together read reduced
models.inputs.photo_steps: COARSE _COARSE _centre _noted _turned photograph
models.inputs.picture_errors: _FOREIGN _NO_INK _refusal _written foreign
models.inputs.pictures: _TURNS _announced _bound _cut _decoded _drawn _eight_bits _laid _middle _painted _photographed _plain _taken kind_of
    opened square told
models.number_spec: positive shown whole
models.open: Shown written
models.project.document: _plain link mb runs taught written
models.project.opening: _count _decoded _free _largest _named _of _renamed _same _small unpacked
models.project.saving: _PAPER _app _drawn _entry _known _measured listed parts
models.receipts.kinds.activation: _OWN_NUMBERS _PLAIN _Shown _clamped _written
models.receipts.kinds.combining: _met
models.receipts.kinds.convolution: _FOLDS _Window _padded
models.receipts.kinds.dense: _given _row
models.receipts.kinds.normalisation: _BATCH _batch _code_of_own _given _number _own_place _own_statistics _response
models.receipts.kinds.passing: passing
models.receipts.kinds.pooling: _adaptive _counted _cut _spelled largest
models.receipts.kinds.share: _part _sliced
models.receipts.receipt: POINTS _FOLDING _Named _at _joined _short _whole legal
models.receipts.service: SIDE _station
models.receipts.sources: _Back _NEARLY _same
models.receipts.terms: NOTHING _single at flat one plane planes spelled wide
models.recipes.card: interval listed measured wilson
models.recipes.colour_photographs: decoded
models.recipes.control: EVERY WHOLE _of judged
models.recipes.crops: colours
models.recipes.digit_card: SOME _moved _right _turned _ways moved
models.recipes.digit_loop: Plan answers joined shown
models.recipes.drawn_hands: _ALIKE _either_way _found_on_paper _on_the_board _shaken _still_there drawn
models.recipes.handwriting: _another_pen _grown _places
models.recipes.loop: Plan Run _average _begin answers judge
models.recipes.photo_answers: answered
models.recipes.photo_card: shipped
models.recipes.photographs: _small
models.recipes.race: choose wrong
models.recipes.seconds: measured
models.recipes.strangers: ALL _wavered drawn judged told worst
models.recipes.trainings: trained wanted
models.recipes.transfer: Head _divided _hits
models.service: _edited _left descending edited features lanes looking owned projects races remembered teacher turns units
models.statistics: wilson
models.store.downloads: Progress _PART _refusal
models.store.registry: _measure _name _size_of _sizes _sizing construct find listed offer untrained withdraw
models.store.store: _on_its_way _shown noise probe
models.store.visitor_networks: _LONGEST _card _no_room
models.store.weights: Place _AGAIN _RESTORE _is_genuine fill saved
models.training.compare.architecture: Net Shape networks
models.training.compare.bundled_runs: KEPT _DIGITS _column _curve _pair recorded written
models.training.compare.conv_stack: Pair
models.training.compare.experiment: OWN _key
models.training.compare.origins: _parts read
models.training.compare.paired_runs: PACE _Race later
models.training.compare.run: Watched _units
models.training.compare.run_cache: Run _EVENT
models.training.compare.to_network: _about put
models.training.compare.training_set: CHECKED DRAWN SIDE _card _dealt _drawn _of _own stock_of
models.training.core.loop: AcquireWorker _Run orders
models.training.core.near_copies: NEAR SIDE groups
models.training.core.queue: RACE TEACH _GUESS _MEMORY _full
models.training.core.settings: SEEDS
models.training.core.splitting: Item VALIDATION _counts _families _take
models.training.core.trainable_tail: _normed drop
models.training.fine_tune.builtin: CHECKED _Fetch _begin _fetching _file _first _here _not_here _on_its_way _opens _png _said cards pictures
models.training.fine_tune.class_names: _PARTS _below_parts _continues _seen _shared apart cut
models.training.fine_tune.compare: _apart _ended _lanes _no_twin compare few parted
models.training.fine_tune.costs: STEP _Task _head_weights _parted _speeds costs shares speed
models.training.fine_tune.examples: FEW SIDE _added _check _in_order _named _own _said _settled _twice
models.training.fine_tune.features: AcquireWorker _Kept _MOST _PIXELS _names each normalised prepared
models.training.fine_tune.freeze_points: ALL MOST _BEGINS _PASSES _few head_of places
models.training.fine_tune.head: cards
models.training.fine_tune.job: Job _blueprint _live _no_gradient _no_mixture _views ready
models.training.fine_tune.replace_head: _PICKING _in_the_way _set
models.training.fine_tune.service: AcquireWorker NOTHING PACE _WAIT _about _named
models.training.fine_tune.undo: size
models.training.fine_tune.zip_names: _PAGES _page _raw _told_beside
models.training.fine_tune.zips: _Found _SAID _UNSEEN _contents _found _nothing _shown files read
models.training.sgd_step.copies: Numbers
models.training.sgd_step.dropout_masks: Place _FOLLOWING _WEIGHED _after _of_maps _read_by_the_last apply draw places together
models.training.sgd_step.forward_backward: _stepped take
models.training.sgd_step.loss_along_step: BACK COARSE FINE judge places walk
models.training.sgd_step.service: OTHERS _Asked _others _plane _too_far _weighed
models.training.sgd_step.summaries: _PARTS _PLAIN _WEIGHED _kernels_of _sheet _sheet_of_values _through_a_table _tiles_of _without_echoes
    column columns dropped folded out strengths
models.types.activations: Answer
models.types.compare: Event Line
models.types.fine_tune: Place Side
models.types.found_ink: Step
models.types.sgd_step: Column Weights
models.uses.colouring.service: fitted
models.uses.faces.boxes: moved placed squares
models.uses.faces.cascade: Networks
models.uses.faces.pyramid: scaled sides slide
models.uses.faces.windows: cut heads
models.uses.parking.classifiers: lessons
models.uses.parking.layout: plan_of
models.uses.parking.network: augmented
models.uses.parking.pklot: decoded left_out together
models.uses.style_transfer: AcquireWorker EVERY PATIENCE _LEAST _fitted apart
models.uses.tissue.colouring: answers least_sure
models.uses.tissue.head: product
models.uses.tissue.service: evenly shown
models.uses.tissue.stains: overlap
models.uses.tissue.strokes: check marked
"""
"""Python module → what it defined once; the words are ordinary elsewhere."""

JS_IN_FILE = """
app/instruments/augment/controller.js: AGAIN PASSING
app/instruments/augment/invariance/curve.js: rest
app/instruments/augment/plan/describe.js: summary valueOf
app/instruments/augment/plan/index.js: dragging says
app/instruments/augment/plan/range_slider.js: hold rail says
app/instruments/augment/settings.js: band changed complete legal parse rows spelled stop tally
app/instruments/augment/variants/describe.js: spelled
app/instruments/convolve/cell/index.js: once opinion tell
app/instruments/convolve/cell/terms.js: account
app/instruments/convolve/controller.js: AGAIN PASSING REST choosing
app/instruments/convolve/kernels.js: chosen
app/instruments/convolve/kernels/camera.js: through told
app/instruments/convolve/kernels/scan.js: after walk
app/instruments/convolve/pictures/connectors.js: drawn fan
app/instruments/convolve/pictures/index.js: ground ties
app/instruments/convolve/result.js: machine
app/instruments/convolve/translation/index.js: measured opening
app/instruments/convolve/translation/request.js: AGAIN PASSING asking both failed told
app/instruments/explain/classes/index.js: named
app/instruments/explain/controller.js: asked heats measuring sentence
app/instruments/explain/heatmaps/figure.js: against named
app/instruments/explain/occluder/index.js: told
app/instruments/explain/settings.js: covered hidden inside ordered pair
app/instruments/filters/controller.js: asking machine newest present sentence
app/instruments/filters/settings.js: counted
app/instruments/filters/surgery/index.js: lever
app/instruments/frame/connection/message.js: said
app/instruments/frame/head/index.js: SAID kept
app/instruments/frame/class_choice/search.js: folded matching
app/instruments/frame/work/describe.js: some
app/instruments/frame/work/index.js: asking doing
app/instruments/history/challenge/index.js: say tell
app/instruments/history/challenge/panel.js: make
app/instruments/history/challenge/svg.js: broken node
app/instruments/history/race/gradients.js: strokes
app/instruments/history/race/plot.js: node
app/instruments/history/race/runners.js: make
app/instruments/history/race/summary.js: tally whole
app/instruments/uses/style_transfer/index.js: old own say shelf
app/instruments/history/topfive/index.js: make shelf
app/instruments/history/topfive/topk.js: guesses
app/instruments/kit/answer_cache.js: MOST
app/instruments/kit/ask.js: fetched name opened patiently renew resolve sentence whole
app/instruments/kit/augmentation_text.js: LONGEST MOST parse
app/instruments/kit/binary.js: joined need parse take
app/instruments/kit/boot.js: loaded
app/instruments/kit/bus.js: tell
app/instruments/kit/canvas.js: fitted picture style
app/instruments/kit/code_view.js: taking
app/instruments/kit/colour.js: made place times
app/instruments/kit/connection.js: EVERY training
app/instruments/kit/copy_button.js: SAID
app/instruments/kit/digit_choice.js: choose chosen
app/instruments/kit/edited_network.js: about
app/instruments/kit/geometry.js: arrange corner
app/instruments/kit/gradio_tabs.js: row
app/instruments/kit/handoff.js: pack
app/instruments/kit/heic.js: drawn readable
app/instruments/kit/idb.js: asked drop ended forget put under
app/instruments/kit/latest_only.js: latest
app/instruments/kit/line_path.js: smooth
app/instruments/kit/live_camera.js: EVERY live
app/instruments/kit/navigate.js: same shelf wanted
app/instruments/kit/numbers.js: fill odd raised
app/instruments/kit/overlay.js: between
app/instruments/kit/picture_input.js: PHOTOGRAPHS bring drawn elsewhere files latest listen moved show
app/instruments/kit/project.js: framed
app/instruments/kit/radio_group.js: choices
app/instruments/kit/samples.js: take
app/instruments/kit/session.js: AGAIN PASSING ROOM SLOW form same usual
app/instruments/kit/shortcuts.js: free nameOf
app/instruments/kit/stale_notice.js: READ
app/instruments/kit/start_page.js: SETTLED begin begun go goTo going keeping opening settle sourceOf state
app/instruments/kit/streamed_answers.js: read
app/instruments/kit/strokes.js: paint
app/instruments/kit/tab_registry.js: READS
app/instruments/kit/tab_views.js: views
app/instruments/kit/tooltip.js: says term
app/instruments/kit/work.js: only
app/instruments/kit/work_records.js: questions
app/instruments/lecture/edits.js: added changed joined moved places split whole
app/instruments/lecture/file_format.js: flat read told written
app/instruments/lecture/mask.js: marked places
app/instruments/lecture/path/layout.js: shapeOf
app/instruments/lecture/path/mask_sheets.js: sheets
app/instruments/lecture/path/sketched_answers.js: spread
app/instruments/lecture/path/ticks.js: ticks
app/instruments/lecture/prefetch.js: share
app/instruments/lecture/presenter.js: here machine mark
app/instruments/lecture/snapshot.js: cut settle stage within
app/instruments/lecture/stops/editor.js: editing
app/instruments/lecture/stops/error_text.js: sentence
app/instruments/lecture/stops/handout.js: element handout
app/instruments/lecture/stops/summary.js: ending
app/instruments/lecture/stops/thumbnails.js: small
app/instruments/lecture/storage.js: own progress
app/instruments/look/answer/index.js: heat named written
app/instruments/look/maps/arrow_keys.js: moved walk
app/instruments/look/maps/index.js: changes put still
app/instruments/look/maps/shown_layer.js: subject
app/instruments/look/maps/view.js: find
app/instruments/look/network_input/index.js: sentence
app/instruments/look/picture/index.js: told
app/instruments/look/receipt/decimals.js: figures gap
app/instruments/look/receipt/elements.js: choosing drawn link part
app/instruments/look/receipt/float_check.js: verdict
app/instruments/look/receipt/normalization.js: lineOf
app/instruments/look/receipt/softmax_shares.js: shares
app/instruments/look/receipt/trace.js: spelled told
app/instruments/look/receipt_trace.js: legal
app/instruments/step/controller.js: AGAIN PASSING changes lines present stepping
app/instruments/step/forward_backward/paint.js: cloud ghost out
app/instruments/step/loss_along_step/cross_entropy.js: says surprise
app/instruments/step/loss_along_step/gradient_norms.js: norms
app/instruments/step/loss_along_step/test_pictures.js: placed
app/instruments/step/parse.js: between
app/instruments/step/phases/playback.js: pulse
app/instruments/step/settings.js: reached
app/instruments/train/controller.js: AGAIN PASSING before opener training
app/instruments/train/plain_number.js: plainly
app/instruments/train/run_events.js: chance empty outOf seen tell until
app/instruments/train/settings.js: parse settled
app/instruments/train/trainlanes/chart.js: node
app/instruments/train/trainlanes/dropout_units.js: units
app/instruments/train/trainlanes/first_filters.js: first
app/instruments/train/trainlanes/lane_settings.js: own said
app/instruments/train/trainlanes/watched_pictures.js: say says watched
app/instruments/train/trainseeds/seed_dots.js: node
app/instruments/transfer/controller.js: AGAIN PASSING only
app/instruments/transfer/drawing_board.js: board
app/instruments/transfer/elements.js: make node
app/instruments/transfer/examples/drop.js: take
app/instruments/transfer/examples/example_list.js: shelves
app/instruments/transfer/examples/selection.js: left picked walked
app/instruments/transfer/examples/undo.js: told
app/instruments/transfer/learning/index.js: sentence
app/instruments/transfer/scratch/chart.js: said
app/instruments/transfer/scratch/index.js: go sentence
app/instruments/transfer/settings.js: gone setOf spread told
app/instruments/transfer/try_it/export.js: bring home
app/instruments/transfer/view_titles.js: views
tests/js/connection.test.mjs: made
"""
"""File of JavaScript → what it declared once."""

STORED_NAMES = """
app/instruments/lecture/mask.js: pulse
"""
"""File of JavaScript → old names that it knows because files of lectures have them."""

IN_FOLDER = """
app/instruments/transfer: sign
models/feature_race: _borrow _turn lane lanes
models/recipes: lane
models/training: lane
tests/hostile.py: LESSON
tests/test_app_fine_tune.py: sign signs
tests/test_app_sgd_step.py: LESSON pulse
tests/test_app_train.py: sign signs
tests/test_models_fine_tune.py: Place course courses owned remembered sign signs teach teacher turns
tests/test_models_no_trace.py: LESSON signs
tests/test_models_sgd_step.py: pulse
tests/test_models_training_loop.py: lessons
tests/test_models_training_queue.py: lesson
"""
"""File or folder → identifiers that named something there once."""
