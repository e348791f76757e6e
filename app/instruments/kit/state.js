// Every key of the bus: what it holds, and who sets it. `bus.get`, `bus.set` and `bus.on` know no other. Types alone.
//
// `get` gives undefined before a key is first set; readers that may come so early ask with `?.`.
// After the arrow stands who sets a key: files under app/instruments, without their ending and `/index`, and files under app that set it from
// Gradio's components. `link`: it is a setting that the address carries (`fromLink` of the tab's settings.js); kit/start_page and kit/navigate set it,
// and who changes several settings at once (`assign`). `tests/js/state.test.mjs` compares all that with what the files do.

/** @typedef {import('./types.js').Network} Network */
/** @typedef {import('./types.js').NetworkCard} NetworkCard */
/** @typedef {import('./types.js').NumberArray} NumberArray */
/** @typedef {import('./types.js').Source} Source */
/** @typedef {import('./types.js').WeightEdit} WeightEdit */

/**
 * The page's own.
 * @typedef {object} PageState
 * @property {Map<string, NetworkCard>} networks all networks by their key ← kit/session
 * @property {string | undefined} wantedNetwork key of the network that is wanted ← filters/convolutions, frame/own_network, history/challenge, history/layers, kit/needs_classes, kit/network_menu, kit/picture_input, kit/session, look/picture, train/controller, transfer/base_choice, uses/colouring, uses/faces/picture
 * @property {{ changed: string[], itself?: boolean }} ownNetworksChanged the visitor's own networks are others than before: those of `changed` have new weights or are gone; `itself`: nobody had asked for it ← frame/own_network, kit/project_file, kit/start_page, kit/work, train/controller, transfer/run, transfer/try_it/export
 * @property {File} networkFile a file with weights that shall open as a network of the visitor's own ← transfer/try_it/export
 * @property {symbol} networkFileChoice a wish for the choice of such a file ← frame/work
 * @property {symbol} networkListChanged changes when the menu must show the networks again ← kit/session
 * @property {File} pklotFile a zip of folders that was dropped on the car park ← frame/work
 * @property {boolean} weightsHosts whether weights that are not on the server's machine can be fetched now ← kit/network_menu
 * @property {Network} network that is in use, ready to be asked ← kit/session
 * @property {string} layer name of the chosen layer ← filters/activation_map, filters/convolutions, history/layers, kit/session, look/strip
 * @property {Source} source the picture that is shown to networks ← kit/live_camera, kit/picture_input, kit/session, kit/start_page, look/draw, look/picture, transfer/try_it, uses/faces/picture
 * @property {{ file: Blob, drawing: boolean, moved: boolean } | null} networkOffer the picture may be for the other kind of network; `moved`: it has been moved there already ← kit/picture_input
 * @property {string | null} strokes base64url of the drawing, null where the source is none ← look/draw
 * @property {import('./types.js').Forward} forward the last answer ← kit/session
 * @property {import('./types.js').Maps} maps of the chosen layer ← kit/session
 * @property {{ width: number, height: number, line: number, ratio: number }} mapsSize of the canvas of maps in px, its line of text, and device pixels a px ← look/maps
 * @property {number | null} selectedChannel the chosen channel or unit ← filters/activation_map, filters/controller, kit/navigate, kit/session, look/maps, look/receipt
 * @property {{ channel: number, row: number, col: number, value?: number, exact?: boolean } & Record<string, any> | null} hover cell that is pointed at; of a vector, row and col are 0 ← kit/navigate, kit/session, look/maps
 * @property {{ layer: string, cell: number[] }[] | null} receipt the walk of the open receipt, its last step is shown ← filters/activation_map, look/maps, look/receipt, look/tab
 * @property {{ layer: string, cell: number[] } | null} framedCell whose receptive field is framed in the input, before that of `hover` ← look/receipt
 * @property {[number, number] | null} pixel [y, x] of the network's input that is pointed at ← look/network_input
 * @property {number | null} hoveredClass class that is pointed at ← frame/note, kit/navigate, look/answer
 * @property {string} scope of the colour scale: channel, layer or network ← kit/navigate, kit/start_page, look/maps
 * @property {number} temperature of the softmax, 0.25 … 4 ← kit/navigate, kit/start_page, look/answer
 * @property {{ network: Network, title: string, says: string[], chosen: (index: number) => void } | null} classChoice the list of a network's classes shall be shown: what stands above it, and who is told the class that was taken ← explain/classes, frame/note, kit/class_select
 * @property {string | null} error a sentence ← convolve/kernels/learned, frame/connection, frame/head, frame/note, frame/own_network, frame/work, kit/live_camera, kit/navigate, kit/picture_input, kit/session, kit/start_page, lecture/stops, lecture/stops/files, look/receipt, look/samples
 * @property {string | null} loading a sentence ← frame/own_network, kit/session
 * @property {{ key: string, other: boolean } | null} stale whose the old answer is that is still shown; `other`: another network is on its way ← kit/stale_notice
 * @property {{ key: string, wire: string, edits: WeightEdit[] } | null} edited the network in use with edited weights, and the key to ask about it by ← filters/controller, filters/requests
 * @property {symbol} live the camera that is on ← kit/live_camera, uses/faces/picture
 * @property {import('./types/augment.js').AugmentPlan} augmentation the plan of Augment as training takes it ← augment/controller
 * @property {{ state: import('./types.js').ConnectionState, since: number, minutes?: number, forgotten: boolean | null }} connection since when (ms since 1970); how long the server waits; whether it has forgotten what was the visitor's own, null while somebody may bring it back ← kit/connection
 * @property {{ token: string, fresh: boolean, lost: boolean, brought: () => Promise<boolean>, first: (work: Promise<any>) => void, bring: (work: Promise<boolean>) => void }} visitor set each time that the server did not know the page any more, see contract.md ← kit/connection
 * @property {{ search: string, own: Source | null, taken: boolean }} historyEntry Back or Forward went there; who goes there itself says `taken` ← kit/start_page
 * @property {symbol} theme changes whenever colours or sizes did ← frame/head
 * @property {string | null} tab key of the open tab; null on the way to a link ← frame/head, kit/navigate
 * @property {string} link query of the present state ← kit/start_page
 * @property {string} navigate a link to go to on this page ← lecture/prefetch
 * @property {boolean} noteFull whether Look's note has no room for a sentence of the connection ← frame/note
 * @property {{ brought: boolean }} navigated changes when the page shows it; `brought`: whether a project brings it ← kit/navigate
 * @property {import('./types.js').Words} words sentences of the kit ← frame/head
 */
/**
 * Augment.
 * @typedef {object} AugmentState
 * @property {import('./types/augment.js').AugmentCards} cards as `cnn/transforms` gives them ← augment/controller
 * @property {string | null} plan the visitor's list as text, null: what suits the network's pictures ← augment/plan, augment/plan/undo, link
 * @property {import('./types/augment.js').AugmentStep[]} steps the list that is shown ← augment/controller
 * @property {string} text that the shown list was read from ← augment/controller
 * @property {number} seed that is drawn from ← augment/plan, link
 * @property {Record<string, number> | null} locks index → seed of the variants that stay ← augment/variants, link
 * @property {string | Source | null} partner who MixUp and CutMix mix with: key of a sample, or a source ← augment/plan, link
 * @property {boolean} dragging whether a handle or a row is being dragged ← augment/plan
 * @property {string | null} against key of the network to compare with, `-`: none ← augment/verdicts, link
 * @property {NetworkCard[]} comparableNetworks ← augment/controller
 * @property {NetworkCard | null} comparedNetwork ← augment/controller
 * @property {string} along parameter of the curve ← augment/invariance, link
 * @property {import('./types/augment.js').Variants} shown variants, their answers and counts ← augment/controller
 * @property {import('./types/augment.js').SweepCurve} curve ← augment/controller
 * @property {number | null} chosen index of a variant ← augment/variants, link
 * @property {string | null} drawer that is open: one, code ← augment/plan, augment/variants, link
 * @property {string | null} error a sentence ← augment/controller, augment/variants
 */
/**
 * Convolve.
 * @typedef {object} ConvolveState
 * @property {import('./types/convolve.js').Kernel | import('./types/convolve.js').NamedKernel} kernel see convolve/settings.js ← convolve/cell, convolve/controller, convolve/kernels/learned, convolve/kernels/presets, convolve/pictures/conv_settings, link
 * @property {import('./types/convolve.js').ConvolutionRule} rule ← convolve/controller, convolve/pictures/conv_settings, link
 * @property {string} read grey or colour ← convolve/kernels, link
 * @property {{ kind: string, size: number }} pooling ← convolve/cell, convolve/pictures, link
 * @property {number[] | null} window the cell that the window stands at ← convolve/controller, convolve/kernels/scan, convolve/pictures/pointer, link
 * @property {number[] | null} moved [down, right] px by which Translation has moved the picture; null: it is closed ← convolve/kernels, convolve/translation, link
 * @property {import('./types/convolve.js').ConvolvePicture | null} picture that is convolved ← convolve/controller
 * @property {{ source: Source, picture: import('./types/convolve.js').ConvolvePicture | null }} square the visitor's picture as a square ← convolve/controller
 * @property {import('./types/convolve.js').ConvolvePicture | null} live the camera's picture ← convolve/kernels/camera
 * @property {import('./types/convolve.js').Convolved} done the last result with what it was computed from ← convolve/controller
 * @property {number[]} at the cell that is shown ← convolve/controller
 * @property {number[] | null} pointed cell ← convolve/kernels/scan, convolve/pictures/pointer
 * @property {number | null} front how far the playback has come ← convolve/cell
 * @property {import('./types/convolve.js').CellFigures | null} figures of the taken-apart cell ← convolve/cell
 * @property {import('./types/convolve.js').TorchResult} torch what PyTorch says of the same ← convolve/controller
 */
/**
 * Explain.
 * @typedef {object} ExplainState
 * @property {string} method ← explain/methods, link
 * @property {string | null} stage a layer ← explain/stages, link
 * @property {(number | null)[]} classes [first, second], null: the answer ← explain/classes, link
 * @property {import('./types/explain.js').Occluder | null} square that covers the picture ← explain/occluder, link
 * @property {string} scale class or both ← explain/heatmaps, link
 * @property {number} opacity ← explain/heatmaps, link
 * @property {number | null} points of integrated gradients ← explain/formula, link
 * @property {import('./types/explain.js').AttributionChoices} ways attribution methods and stages of the network ← explain/controller
 * @property {import('./types/explain.js').AttributionQuestion | null} question that is answered ← explain/controller
 * @property {import('./types/explain.js').Heatmaps} heats of the network ← explain/controller
 * @property {import('./types/explain.js').Heatmaps} untrained heats of its untrained twin ← explain/controller
 * @property {import('./types/explain.js').StageHeatmaps} along every stage's heat map ← explain/controller
 * @property {import('./types/explain.js').OccludedAnswer | null} covered the answer to the covered picture ← explain/controller
 * @property {import('./types/explain.js').DeletionCurves | null} curves of deletion ← explain/controller
 * @property {string | null} error a sentence ← explain/controller, explain/occluder
 * @property {symbol} stop a wish that the work ends ← explain/heatmaps
 * @property {boolean} stopped ← explain/controller
 * @property {symbol} measure a wish for the curves of deletion ← explain/deletion
 * @property {symbol} unmeasure a wish that they end ← explain/deletion
 */
/**
 * Filters.
 * @typedef {object} FiltersState
 * @property {string | null} layer the convolution that the chosen layer belongs to ← filters/controller
 * @property {import('./types/filters.js').FilterTiles} tiles filters of that layer ← filters/requests
 * @property {number} unit the chosen filter ← filters/controller
 * @property {number | null} hovered filter that is pointed at ← filters/tiles
 * @property {{ layer: string, unit: number } | null} named what the link must say ← filters/controller
 * @property {{ edits: WeightEdit[], named: import('./types/filters.js').NamedUnit | null }} linked what a link said ← link
 * @property {number} opacity of the filter's map over the picture ← filters/activation_map, link
 * @property {import('./types/filters.js').UnitActivations} strengths the unit's map ← filters/requests
 * @property {import('./types/filters.js').WholeFilter} kernel the filter whole, as trained ← filters/requests
 * @property {import('./types/filters.js').TopPatches} patches what has come of them ← filters/requests
 * @property {import('./types/filters.js').MadePicture} made what has come of the picture that is made ← filters/controller, filters/requests
 * @property {WeightEdit[]} edits ← filters/controller
 * @property {number} undoCount steps that can be undone ← filters/controller
 * @property {symbol} back a wish that all weights are as trained again ← kit/edited_notice
 * @property {{ network: string, seen: import('./types.js').Forward, edits: WeightEdit[], before: NumberArray['values'], after: NumberArray['values'], milliseconds: number | null }} answer logits before and after ← filters/controller, filters/requests
 * @property {import('./types/filters.js').CorrectCounts} tally counts per class before and after ← filters/requests
 * @property {string} sort order of the tiles ← filters/tiles, link
 * @property {string} scale of their colours ← filters/tiles, link
 * @property {number} seed of the picture that is made ← filters/unit, link
 * @property {string} aim what it is made for ← filters/unit, link
 * @property {Blob[] | null} own files to look for patches in ← filters/unit
 * @property {string | null} error a sentence ← filters/requests
 */
/**
 * History.
 * @typedef {object} HistoryState
 * @property {string} view ← history/views, link
 * @property {number} year of the challenge ← history/challenge, link
 * @property {string | null} built which network of that year ← history/challenge, link
 * @property {string} data that the race runs on ← history/race, link
 * @property {number} count labels at which its errors are read off ← history/race, link
 * @property {string} plan the network that is drawn ← history/layers, link
 * @property {string | null} box the open box of the drawing, null: the first ← history/layers, link
 */
/**
 * The lecture.
 * @typedef {object} LectureState
 * @property {import('./types/lecture.js').LectureFile} lecture that is given ← lecture/presenter
 * @property {import('./types/lecture.js').PlacedStop[]} stops in order ← lecture/presenter
 * @property {string | null} name course or own ← lecture/presenter
 * @property {number} at which stop ← lecture/presenter
 * @property {string} phase plain, veiled or revealed ← lecture/presenter
 * @property {string | null} home link of the stop as the page says it, once the page has come to rest ← lecture/presenter
 * @property {boolean} away whether the page shows something else ← lecture/presenter
 * @property {symbol | null} navigating a stop that is on its way ← lecture/presenter
 * @property {string[]} masked names of the parts that are hidden ← lecture/presenter
 * @property {Record<string, number>} guesses id of a stop → choice ← lecture/presenter, lecture/stops/summary
 * @property {Record<string, number[]>} handCounts id of a stop → hands for each choice ← lecture/presenter
 * @property {boolean} overview whether all stops lie over the stage ← lecture/path, lecture/path/remote_keys, lecture/presenter, lecture/stops, lecture/stops/editor
 * @property {boolean} ended whether the end lies over the stage ← lecture/path/remote_keys, lecture/presenter, lecture/stops/summary
 * @property {symbol} open a wish that a lecture opens ← frame/head
 * @property {symbol} adding a wish that the view becomes a stop ← lecture/path
 * @property {symbol} undo a wish ← lecture/path/remote_keys
 * @property {symbol} redo a wish ← lecture/path/remote_keys
 * @property {symbol} thumbs changes when a thumbnail was made ← lecture/stops/thumbnails
 * @property {unknown} error what is wrong with a file ← lecture/presenter, lecture/stops/files
 */
/**
 * Look.
 * @typedef {object} LookState
 * @property {{ network: string, groups: string[] } | null} opened the groups of a deep network that are open beside those that the chosen layer opens ← look/strip, link
 */
/**
 * One step of gradient descent, in Train.
 * @typedef {object} StepState
 * @property {number} phase of forward, loss, backward, update ← step/phases, link
 * @property {string | null} at layer of the chosen column ← step/forward_backward/columns, step/phases/playback, link
 * @property {number | null} rate null: what suits ← step/loss_along_step, step/update_rule, link
 * @property {number | null} taught class that the picture is said to be of ← step/forward_backward/loss, link
 * @property {number} dropout ← step/phases, link
 * @property {boolean} maps ← step/phases, link
 * @property {boolean} momentum ← step/update_rule, link
 * @property {{ layer: string, unit: number } | null} weights ← step/forward_backward/columns, step/weight_update, link
 * @property {number[] | null} cell weight that is opened ← step/forward_backward/columns, step/weight_update, link
 * @property {number | null} frontColumn column that the playback has come to; null: it is through ← step/phases/playback
 * @property {number} suggestedRate that suits ← step/controller
 * @property {number} seed of dropout's draw ← step/controller
 * @property {boolean} dragging whether the rate is being dragged ← step/loss_along_step, step/update_rule
 * @property {import('./types/step.js').ForwardBackward | null} forwardBackward values and gradients of every column ← step/controller
 * @property {import('./types/step.js').WeightUpdate} update of one unit ← step/controller
 * @property {import('./types/step.js').LossLine} lossLine loss along the step ← step/controller
 * @property {{ of: Record<string, any> } & Record<string, any> | null} passes answers with dropout ← step/controller, step/phases
 * @property {'take' | 'undo' | 'again' | null} command what is to be done: take, undo, again ← step/controller, step/phases
 * @property {symbol} passesWanted a wish ← step/phases
 * @property {number} changed steps taken or undone ← step/controller
 * @property {string | null} error a sentence ← step/controller
 */
/**
 * Train.
 * @typedef {object} TrainState
 * @property {string} view ← train/trainview, link
 * @property {string} point a preset ← train/trainpresets, link
 * @property {string | null} left settings of the lane as text ← train/trainpresets, link
 * @property {string | null} right ← train/trainpresets, link
 * @property {string | null} measure accuracy or loss ← train/trainpresets, train/trainseeds, link
 * @property {string | null} lanes two or one ← train/trainpresets, train/trainseeds, link
 * @property {number | null} repeats seeds of a race ← train/trainpresets, link
 * @property {number | null} epoch that is shown ← train/controller, train/trainlanes, train/trainpresets, train/trainseeds, link
 * @property {import('./types/train.js').TrainOptions} menu what can be chosen, as `cnn/train_options` gives it ← train/controller
 * @property {import('./types/train.js').RaceSettings} settings everything that is chosen ← train/controller
 * @property {import('./types/train.js').InitialLanes} initial both lanes before the start ← train/controller
 * @property {import('./types/train.js').Race | null} race that runs or ran, see train/run_events.js ← train/controller
 * @property {{ question: any, queued: boolean, over: boolean } & Record<string, any> | null} pending other settings are chosen than those of the race ← train/controller
 * @property {import('./types/train.js').RaceSettings} shown settings of what is on the screen ← train/controller
 * @property {string} looked measure that is looked at ← train/controller, train/trainseeds
 * @property {number | null} hover epoch that is pointed at ← train/controller, train/trainlanes
 * @property {import('./project.js').RunRow[]} runs rows of the table ← kit/project_file, kit/work, train/controller
 * @property {Record<string, (...args: any[]) => any>} actions start, stop, queue, instead, back, open ← train/controller
 * @property {string | null} error a sentence ← train/controller
 */
/**
 * Transfer.
 * @typedef {object} TransferState
 * @property {string | null} set built-in set that a link says; `-`: the visitor's own, null: what suits ← transfer/class_edits, link
 * @property {number} each pictures a class ← transfer/class_edits, transfer/examples/tools, link
 * @property {string | null} line first layer that is trained; null: the head alone ← transfer/freeze_points, link
 * @property {string} head ← transfer/controller, link
 * @property {number} hidden ← link
 * @property {number} dropout ← link
 * @property {number | null} epochs ← link
 * @property {number | null} rate ← link
 * @property {number} batch ← link
 * @property {number} seed ← link
 * @property {number} views ← transfer/settings, link
 * @property {number} weigh ← transfer/examples, link
 * @property {number} untouched ← link
 * @property {string} name of the new network ← transfer/examples, transfer/settings
 * @property {string} view run, changed or scratch ← transfer/view_titles, link
 * @property {string} tool where examples come from ← transfer/examples/tools, link
 * @property {number | null} place of the chosen class among them; null: at the end ← transfer/class_edits, link
 * @property {number} keep 1: the network was chosen, and pictures do not change it ← transfer/base_choice, link
 * @property {number[] | null} cell that is opened in the confusion matrix ← transfer/confusion, link
 * @property {import('./work_records.js').ClassOfExamples[]} classes ← kit/project_file, kit/work, transfer/class_edits, transfer/controller
 * @property {number | null} chosen id of a class ← transfer/class_edits, transfer/examples, transfer/examples/example_list
 * @property {{ undo: number, redo: number }} steps that can be undone and made again ← transfer/class_edits
 * @property {any} lastChange what was done last ← transfer/class_edits
 * @property {string | null} dataset that stands there ← transfer/class_edits
 * @property {import('./types/transfer.js').FreezePoints} freezePoints what each place of the line would cost ← transfer/freeze_points
 * @property {import('./types/transfer.js').FineTuneRun | null} run with its plan, its settings and what has come of it ← transfer/controller, transfer/run
 * @property {string | null} pending chosen or queued: other settings than the run's ← transfer/run
 * @property {Map<string, import('./types/transfer.js').Trial>} trials all that was tried ← kit/work, transfer/controller, transfer/setup
 * @property {import('./types/transfer.js').TransferMenu} menu heads and sets ← transfer/controller
 * @property {import('./types/transfer.js').Loading | null} loading what is on its way ← transfer/class_edits
 * @property {import('./types/transfer.js').SettledLine | null} settled settings, checked ← transfer/freeze_points, transfer/setup
 * @property {{ does: string, from: string, to: string } | null} base the network was changed for photographs, or that is offered ← transfer/base_choice
 * @property {any} refused files, or what is wrong with the settings ← transfer/controller, transfer/run
 * @property {any} left_out what a file brought that was not taken ← transfer/class_edits
 * @property {any} opened a project that was opened ← kit/project_file, kit/work, transfer/controller
 * @property {() => any} runToJson the run, for a project ← transfer/controller
 * @property {import('./types.js').Words} words that the controller needs ← transfer/examples
 * @property {string | null} error a sentence ← transfer/class_edits, transfer/examples/tools
 */
/**
 * The visitor's work.
 * @typedef {object} WorkState
 * @property {import('./work_records.js').OwnWork} own ← kit/work
 * @property {{ when: number, bytes: number, work: import('./work_records.js').OwnWork } | null} kept in this browser ← kit/browser_copy, kit/work
 * @property {boolean} enabled whether work is kept in this browser ← kit/browser_copy, kit/work
 * @property {boolean} restoring whether it is on its way back: nothing of one's own is begun before ← kit/work
 * @property {boolean} opening whether a project is being taken ← kit/project_file
 * @property {import('./work.js').Notice | null} notice ← kit/browser_copy, kit/work
 * @property {import('./work_records.js').WorkRecord | null} earlier what an earlier page left in this browser and can be brought back ← kit/browser_copy, kit/work
 * @property {Record<string, any> & { answer: (choice: string) => void } | null} question a project meets own classes ← kit/project_file
 * @property {{ name: string, before: string | null } | null} beside a network got a free name, because another one still has the one that was wanted ← frame/work, train/controller
 * @property {string | null} busy saving, opening, bringing, removing, forgetting ← kit/work
 * @property {{ why: string, says: string | number } | null} error ← kit/browser_copy, kit/work
 * @property {import('./work.js').WorkActions} actions ← kit/work
 * @property {symbol} show a wish for the dialog ← frame/head, transfer/try_it/export
 * @property {symbol} choose a wish for the choice of a file ← train/trainruns
 */

/**
 * Uses.
 * @typedef {object} UsesState
 * @property {string} view which of the uses is open ← uses/use_views, link
 * @property {string | null} manner of style transfer ← uses/style_transfer, link
 * @property {number} share of the manner ← uses/style_transfer, link
 * @property {string} cascade step of the search for faces whose boxes are shown ← uses/faces/cascade, link
 * @property {number | null} level of the pyramid whose map lies over the picture ← uses/faces, link
 * @property {number} smallest px of the smallest face that is looked for ← uses/faces, link
 * @property {number} overlap of two boxes from which the worse one goes ← uses/faces/cascade, link
 * @property {string} sure probability that each of three networks asks for ← uses/faces/cascade, link
 * @property {string} weather of the car park ← link
 * @property {string} training what its readers have learned from ← link
 * @property {string} camera where it stands ← link
 * @property {number} day of the car park ← uses/parking, link
 * @property {string} slide picture of tissue: colon, retina, own ← uses/tissue/slides, link
 * @property {string} marks strokes in each slide, see uses/marks.js ← uses/tissue/marking, link
 * @property {string} kind_names names of the kinds that a brush marks, of each slide ← uses/tissue/marking, link
 * @property {string} pose of the portrait: turn_nod_tilt_smile, each −1 … 1 ← uses/animation, link
 * @property {string} cut skip connections that bring zeros, '13' ← uses/colouring, uses/colouring/unet, link
 * @property {string} hints dabs of colour, see uses/colouring/hints.js ← uses/colouring, uses/colouring/brush, link
 * @property {number} heat temperature of the mean over the classes of colour ← uses/colouring, link
 */

/**
 * Keys of tabs, without the name of the tab that stands before them on the bus.
 * @typedef {object} TabStates
 * @property {AugmentState} augment
 * @property {ConvolveState} convolve
 * @property {ExplainState} explain
 * @property {FiltersState} filters
 * @property {HistoryState} history
 * @property {LectureState} lecture
 * @property {LookState} look
 * @property {StepState} step
 * @property {TrainState} train
 * @property {TransferState} transfer
 * @property {UsesState} uses
 * @property {WorkState} work
 */
/**
 * @template {keyof TabStates} Tab
 * @typedef {{ [Key in keyof TabStates[Tab] & string as `${Tab}.${Key}`]: TabStates[Tab][Key] }} KeysOf
 */
/**
 * All of it, as it is on the bus: `train.view` is the `view` of Train.
 * @typedef {PageState & KeysOf<'augment'> & KeysOf<'convolve'> & KeysOf<'explain'> & KeysOf<'filters'> & KeysOf<'history'> & KeysOf<'lecture'>
 *   & KeysOf<'look'> & KeysOf<'step'> & KeysOf<'train'> & KeysOf<'transfer'> & KeysOf<'uses'> & KeysOf<'work'>} State
 */
/** @typedef {keyof State} StateKey */

export {}
