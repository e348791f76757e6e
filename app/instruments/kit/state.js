// Every key of the bus: what it holds, who sets it, who reads it. `bus.get`, `bus.set` and `bus.on` know no other. Types alone.
//
// `get` gives undefined before a key is first set; readers that may come so early ask with `?.`. Who sets and who reads is a file, or a folder
// of them, under app/instruments; `tests/js/state.test.mjs` compares it with what they do.

/** @typedef {import('./types.js').Network} Network */
/** @typedef {import('./types.js').NetworkCard} NetworkCard */
/** @typedef {import('./types.js').NumberArray} NumberArray */
/** @typedef {import('./types.js').Source} Source */
/** @typedef {import('./types.js').WeightEdit} WeightEdit */

/**
 * The page's own.
 * @typedef {object} PageState
 * @property {Map<string, NetworkCard>} networks all networks by their key
 * @property {string | undefined} wantedNetwork key of the network that is wanted
 * @property {{ changed: string[], itself?: boolean }} ownNetworksChanged the visitor's own networks are others than before: those of `changed` have new weights or are gone; `itself`: nobody had asked for it
 * @property {File} networkFile a file with weights that shall open as a network of the visitor's own
 * @property {symbol} networkFileChoice a wish for the choice of such a file
 * @property {symbol} networkListChanged changes when the menu must show the networks again
 * @property {Network} network that is in use, ready to be asked
 * @property {string} layer name of the chosen layer
 * @property {Source} source the picture that is shown to networks
 * @property {{ file: Blob, drawing: boolean, moved: boolean } | null} networkOffer the picture may be for the other kind of network; `moved`: it has been moved there already
 * @property {string | null} strokes base64url of the drawing, null where the source is none
 * @property {import('./types.js').Forward} forward the last answer
 * @property {import('./types.js').Maps} maps of the chosen layer
 * @property {{ width: number, height: number, line: number, ratio: number }} mapsSize of the canvas of maps in px, its line of text, and device pixels a px
 * @property {number | null} selectedChannel the chosen channel or unit
 * @property {{ channel: number, row: number, col: number, value?: number, exact?: boolean } & Record<string, any> | null} hover cell that is pointed at; of a vector, row and col are 0
 * @property {{ layer: string, cell: number[] }[] | null} receipt the walk of the open receipt, its last step is shown
 * @property {{ layer: string, cell: number[] } | null} framedCell whose receptive field is framed in the input, before that of `hover`
 * @property {[number, number] | null} pixel [y, x] of the network's input that is pointed at
 * @property {number | null} hoveredClass class that is pointed at
 * @property {string} scope of the colour scale: channel, layer or network
 * @property {number} temperature of the softmax, 0.25 … 4
 * @property {string | null} error a sentence
 * @property {string | null} loading a sentence
 * @property {{ key: string, other: boolean } | null} stale whose the old answer is that is still shown; `other`: another network is on its way
 * @property {{ key: string, wire: string, edits: WeightEdit[] } | null} edited the network in use with edited weights, and the key to ask about it by
 * @property {symbol} live the camera that is on
 * @property {{ transform: string, parameters: Record<string, any> }[]} augmentation the plan of Augment as training takes it
 * @property {{ state: import('./types.js').ConnectionState, since: number, minutes?: number, forgotten: boolean | null }} connection since when (ms since 1970); how long the server waits; whether it has forgotten what was the visitor's own, null while somebody may bring it back
 * @property {{ token: string, fresh: boolean, lost: boolean, brought: () => Promise<boolean>, first: (work: Promise<any>) => void, bring: (work: Promise<boolean>) => void }} visitor set each time that the server did not know the page any more, see contract.md
 * @property {{ search: string, own: Source | null, taken: boolean }} historyEntry Back or Forward went there; who goes there itself says `taken`
 * @property {symbol} theme changes whenever colours or sizes did
 * @property {string | null} tab key of the open tab; null on the way to a link
 * @property {string} link query of the present state
 * @property {string} navigate a link to go to on this page
 * @property {boolean} noteFull whether Look's note has no room for a sentence of the connection
 * @property {{ brought: boolean }} navigated changes when the page shows it; `brought`: whether a project brings it
 * @property {import('./types.js').Words} words sentences of the kit
 */
/**
 * Augment.
 * @typedef {object} AugmentState
 * @property {{ transforms: any[], sweeps: any[] } & Record<string, any>} cards as `cnn/transforms` gives them
 * @property {string | null} plan the visitor's list as text, null: what suits the network's pictures
 * @property {{ key: string, on: boolean, values: Record<string, any> }[]} steps the list that is shown
 * @property {string} text that the shown list was read from
 * @property {number} seed that is drawn from
 * @property {Record<string, number> | null} locks index → seed of the variants that stay
 * @property {string | Source | null} partner who MixUp and CutMix mix with: key of a sample, or a source
 * @property {boolean} dragging whether a handle or a row is being dragged
 * @property {string | null} against key of the network to compare with, `-`: none
 * @property {NetworkCard[]} comparableNetworks
 * @property {NetworkCard | null} comparedNetwork
 * @property {string} along parameter of the curve
 * @property {any} shown variants, their answers and counts
 * @property {any} curve
 * @property {number | null} chosen index of a variant
 * @property {string | null} drawer that is open: one, code
 * @property {string | null} error a sentence
 */
/**
 * Convolve.
 * @typedef {object} ConvolveState
 * @property {any} kernel see convolve/settings.js
 * @property {{ stride: number, padding: number, fill: string, dilation: number } & Record<string, any>} rule
 * @property {string} read grey or colour
 * @property {{ kind: string, size: number }} pooling
 * @property {number[] | null} window the cell that the window stands at
 * @property {number[] | null} moved [down, right] px by which Translation has moved the picture; null: it is closed
 * @property {any} picture that is convolved
 * @property {{ source: Source, picture: any }} square the visitor's picture as a square
 * @property {any} live the camera's picture
 * @property {any} done the last result with what it was computed from
 * @property {number[]} at the cell that is shown
 * @property {number[] | null} pointed cell
 * @property {number | null} front how far the playback has come
 * @property {any} figures of the taken-apart cell
 * @property {any} torch what PyTorch says of the same
 */
/**
 * Explain.
 * @typedef {object} ExplainState
 * @property {string} method
 * @property {string | null} stage a layer
 * @property {(number | null)[]} classes [first, second], null: the answer
 * @property {{ top: number, left: number, size: number, fill: string } | null} square that covers the picture
 * @property {string} scale class or both
 * @property {number} opacity
 * @property {number | null} points of integrated gradients
 * @property {any} ways attribution methods and stages of the network
 * @property {any} question that is answered
 * @property {any} heats of the network
 * @property {any} untrained heats of its untrained twin
 * @property {any} along every stage's heat map
 * @property {any} covered the answer to the covered picture
 * @property {any} curves of deletion
 * @property {string | null} error a sentence
 * @property {symbol} stop a wish that the work ends
 * @property {boolean} stopped
 * @property {symbol} measure a wish for the curves of deletion
 * @property {symbol} unmeasure a wish that they end
 */
/**
 * Filters.
 * @typedef {object} FiltersState
 * @property {string | null} layer the convolution that the chosen layer belongs to
 * @property {any} tiles filters of that layer
 * @property {number} unit the chosen filter
 * @property {number | null} hovered filter that is pointed at
 * @property {{ layer: string, unit: number } | null} named what the link must say
 * @property {{ edits: WeightEdit[], named: any }} linked what a link said
 * @property {number} opacity of the filter's map over the picture
 * @property {any} strengths the unit's map
 * @property {any} kernel the filter whole, as trained
 * @property {any} patches what has come of them
 * @property {any} made what has come of the picture that is made
 * @property {WeightEdit[]} edits
 * @property {number} undoCount steps that can be undone
 * @property {symbol} back a wish that all weights are as trained again
 * @property {any} answer logits before and after
 * @property {any} tally counts per class before and after
 * @property {string} sort order of the tiles
 * @property {string} scale of their colours
 * @property {number} seed of the picture that is made
 * @property {string} aim what it is made for
 * @property {Blob[] | null} own files to look for patches in
 * @property {string | null} error a sentence
 */
/**
 * History.
 * @typedef {object} HistoryState
 * @property {string} view
 * @property {number} year of the challenge
 * @property {string | null} built which network of that year
 * @property {string} data that the race runs on
 * @property {number} count labels at which its errors are read off
 * @property {string} plan the network that is drawn
 * @property {string | null} manner of style transfer
 * @property {number} share of the manner
 * @property {string | null} box the open box of the drawing, null: the first
 */
/**
 * The lecture.
 * @typedef {object} LectureState
 * @property {any} lecture that is given
 * @property {any[]} stops in order
 * @property {string | null} name course or own
 * @property {number} at which stop
 * @property {string} phase plain, veiled or revealed
 * @property {boolean} away whether the page shows something else
 * @property {symbol | null} navigating a stop that is on its way
 * @property {string[]} masked names of the parts that are hidden
 * @property {Record<string, number>} guesses id of a stop → choice
 * @property {Record<string, number[]>} handCounts id of a stop → hands for each choice
 * @property {boolean} overview whether all stops lie over the stage
 * @property {boolean} ended whether the end lies over the stage
 * @property {symbol} open a wish that a lecture opens
 * @property {symbol} adding a wish that the view becomes a stop
 * @property {symbol} undo a wish
 * @property {symbol} redo a wish
 * @property {symbol} thumbs changes when a thumbnail was made
 * @property {any} error what is wrong with a file
 */
/**
 * One step of gradient descent, in Train.
 * @typedef {object} StepState
 * @property {number} phase of forward, loss, backward, update
 * @property {string | null} at layer of the chosen column
 * @property {number | null} rate null: what suits
 * @property {number | null} taught class that the picture is said to be of
 * @property {number} dropout
 * @property {boolean} maps
 * @property {boolean} momentum
 * @property {{ layer: string, unit: number } | null} weights
 * @property {number[] | null} cell weight that is opened
 * @property {number | null} frontColumn column that the playback has come to; null: it is through
 * @property {number} suggestedRate that suits
 * @property {number} seed of dropout's draw
 * @property {boolean} dragging whether the rate is being dragged
 * @property {any} forwardBackward values and gradients of every column
 * @property {any} update of one unit
 * @property {any} lossLine loss along the step
 * @property {any} passes answers with dropout
 * @property {any} command what is to be done: take, undo, again
 * @property {any} passesWanted a wish
 * @property {any} changed steps taken or undone
 * @property {string | null} error a sentence
 */
/**
 * Train.
 * @typedef {object} TrainState
 * @property {string} view
 * @property {string} point a preset
 * @property {string | null} left settings of the lane as text
 * @property {string | null} right
 * @property {string | null} measure accuracy or loss
 * @property {string | null} lanes two or one
 * @property {number | null} repeats seeds of a race
 * @property {number | null} epoch that is shown
 * @property {any} menu what can be chosen, as `cnn/train_options` gives it
 * @property {any} settings everything that is chosen
 * @property {any} initial both lanes before the start
 * @property {any} race that runs or ran, see train/run_events.js
 * @property {{ question: any, queued: boolean, over: boolean } & Record<string, any> | null} pending other settings are chosen than those of the race
 * @property {any} shown settings of what is on the screen
 * @property {string} looked measure that is looked at
 * @property {number | null} hover epoch that is pointed at
 * @property {import('./project.js').RunRow[]} runs rows of the table
 * @property {Record<string, (...args: any[]) => any>} actions start, stop, queue, instead, back, open
 * @property {string | null} error a sentence
 */
/**
 * Transfer.
 * @typedef {object} TransferState
 * @property {string | null} set built-in set that a link says; `-`: the visitor's own, null: what suits
 * @property {number} each pictures a class
 * @property {string | null} line first layer that is trained; null: the head alone
 * @property {string} head
 * @property {number} hidden
 * @property {number} dropout
 * @property {number | null} epochs
 * @property {number | null} rate
 * @property {number} batch
 * @property {number} seed
 * @property {number} views
 * @property {number} weigh
 * @property {number} untouched
 * @property {string} name of the new network
 * @property {string} view run, changed or scratch
 * @property {string} tool where examples come from
 * @property {number | null} place of the chosen class among them; null: at the end
 * @property {any} cell that is opened in the confusion matrix
 * @property {import('./work_records.js').ClassOfExamples[]} classes
 * @property {number | null} chosen id of a class
 * @property {{ undo: number, redo: number }} steps that can be undone and made again
 * @property {any} lastChange what was done last
 * @property {string | null} dataset that stands there
 * @property {any} freezePoints what each place of the line would cost
 * @property {any} run with its plan, its settings and what has come of it
 * @property {string | null} pending chosen or queued: other settings than the run's
 * @property {Map<string, any>} trials all that was tried
 * @property {any} menu heads and sets
 * @property {any} loading what is on its way
 * @property {any} settled settings, checked
 * @property {any} refused files, or what is wrong with the settings
 * @property {any} left_out what a file brought that was not taken
 * @property {any} opened a project that was opened
 * @property {() => any} runToJson the run, for a project
 * @property {import('./types.js').Words} words that the controller needs
 * @property {any} error a sentence
 */
/**
 * The visitor's work.
 * @typedef {object} WorkState
 * @property {import('./work_records.js').OwnWork} own
 * @property {{ when: number, bytes: number, work: import('./work_records.js').OwnWork } | null} kept in this browser
 * @property {boolean} enabled whether work is kept in this browser
 * @property {boolean} restoring whether it is on its way back: nothing of one's own is begun before
 * @property {boolean} opening whether a project is being taken
 * @property {import('./work.js').Notice | null} notice
 * @property {import('./work_records.js').WorkRecord | null} earlier what an earlier page left in this browser and can be brought back
 * @property {Record<string, any> & { answer: (choice: string) => void } | null} question a project meets own classes
 * @property {{ name: string, before: string | null } | null} beside a network got a free name, because another one still has the one that was wanted
 * @property {string | null} busy saving, opening, bringing, removing, forgetting
 * @property {{ why: string, says: string | number } | null} error
 * @property {import('./work.js').WorkActions} actions
 * @property {symbol} show a wish for the dialog
 * @property {symbol} choose a wish for the choice of a file
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
 * @property {StepState} step
 * @property {TrainState} train
 * @property {TransferState} transfer
 * @property {WorkState} work
 */
/**
 * @template {keyof TabStates} Tab
 * @typedef {{ [Key in keyof TabStates[Tab] & string as `${Tab}.${Key}`]: TabStates[Tab][Key] }} KeysOf
 */
/**
 * All of it, as it is on the bus: `train.view` is the `view` of Train.
 * @typedef {PageState & KeysOf<'augment'> & KeysOf<'convolve'> & KeysOf<'explain'> & KeysOf<'filters'> & KeysOf<'history'> & KeysOf<'lecture'>
 *   & KeysOf<'step'> & KeysOf<'train'> & KeysOf<'transfer'> & KeysOf<'work'>} State
 */
/** @typedef {keyof State} StateKey */

export {}
