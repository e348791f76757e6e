// What several files pass on, as types: cards of networks, layers, pictures, answers. Types alone; nothing here runs.

/**
 * Numbers as a server sends them: flat, with their shape.
 * @typedef {{ values: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>, shape: number[] }} NumberArray
 */
/** @typedef {{ values: Uint8Array<ArrayBuffer>, shape: number[] }} ByteArray numbers 0 … 255, as of a picture [height, width, channels] */

/**
 * What cells of a layer see of the input, in its pixels, vertical before horizontal.
 * @typedef {object} ReceptiveField
 * @property {number[]} size
 * @property {number[]} stride
 * @property {number[]} offset of the first cell's field; negative where it begins in the padding
 * @property {boolean} whole whether every cell sees all of the input
 * @property {number[] | null} [flattened] [height, width] of the map that a vector was before it was flattened
 */
/**
 * A layer of a network that is open.
 * @typedef {object} LayerInfo
 * @property {string} name
 * @property {string} kind convolution, dense, …
 * @property {number[]} shape without the batch: [channels, height, width] or [units]
 * @property {ReceptiveField} receptive_field
 * @property {string} [title]
 * @property {Record<string, any>} [settings]
 */
/**
 * A network as the list of networks tells it.
 * @typedef {object} NetworkCard
 * @property {string} key
 * @property {string} title
 * @property {boolean} drawing whether it reads drawings
 * @property {string} weights where they are: `here`, `download`, `install`, `random` or `trained`: by the visitor
 * @property {{ channels: number, height: number, width: number }} input
 * @property {number} classes how many
 * @property {string} answer `classes`, or `picture`: then it has none
 * @property {boolean} [usual] whether it is the one that opens for its kind of picture
 * @property {string} task what its classes are, '' where they are its own
 * @property {number} [parameters]
 * @property {number} [macs] multiply-accumulates for one picture
 * @property {number} [year] of its publication
 * @property {string} [family] networks of one paper; '' for the playground's own
 * @property {string} [paper] authors, where and when
 * @property {number | null} [accuracy] published, %
 * @property {number | null} [download_mb]
 * @property {number | null} [memory_mb]
 * @property {number | null} [opening_seconds] until it is ready, its weights being there, an estimate for this server
 * @property {number | null} [seconds] for one picture on this server, likewise
 * @property {string | null} [refused] why this server does not open it
 */
/**
 * A network that is open: its card, its layers and the names of its classes.
 * @typedef {Omit<NetworkCard, 'classes'> & { layers: LayerInfo[], classes: string[], classes_other: string[] } & Record<string, any>} Network
 */

/**
 * A picture that networks are shown: strokes of a pen, or a file.
 * @typedef {object} Source
 * @property {Uint8Array<ArrayBuffer>} [strokes] see strokes.js
 * @property {Blob} [file]
 * @property {string} [sample] key of the sample that it is
 * @property {string} [name] of the file
 * @property {number} [digit] which of several digits is read
 * @property {string} [after] key of a network that is on its way: nothing is asked before it is there
 */
/** @typedef {{ key: string, title: string, drawing: boolean, url: string, ink?: string, credit?: string, shows?: string[] }} Sample a listed picture */

/**
 * A layer in an answer: its range, and a small picture of one of its maps.
 * @typedef {object} SeenLayer
 * @property {string} name
 * @property {number | null} channel that the thumbnail shows
 * @property {number} minimum
 * @property {number} maximum
 * @property {number} low value of the thumbnail's code 0
 * @property {number} step of a code
 * @property {NumberArray} thumbnail
 */
/** @typedef {{ key: string, text: string, picture: NumberArray | undefined }} FoundStep a step from a photograph to the digit in it */
/** @typedef {{ steps: FoundStep[] } & Record<string, any>} Found what was done to a picture */
/**
 * An answer to `cnn/forward`: one picture through one network.
 * @typedef {object} Forward
 * @property {string} network key
 * @property {number} milliseconds
 * @property {boolean} remembered whether it was in the server's cache
 * @property {SeenLayer[]} layers
 * @property {ByteArray} picture as the network sees it, [height, width, channels]
 * @property {Float32Array} logits
 * @property {NumberArray | null} answered the picture that it answered, [height, width, 3]; then there are no logits
 * @property {string} nothing a sentence where nothing is drawn, else ''
 * @property {Found | null} found
 * @property {number} [asked] ms, when it was asked for
 * @property {string} [edited] the key that the network was asked about by
 */
/**
 * Maps of one layer, a byte a value.
 * @typedef {object} Maps
 * @property {string} network key
 * @property {string} layer
 * @property {number[]} shape of the layer
 * @property {number} factor cells of the layer along a cell of the maps
 * @property {number} minimum of the layer
 * @property {number} maximum
 * @property {Uint8Array | Float32Array} codes
 * @property {number[]} size [channels, height, width] of the codes
 * @property {Uint8Array | Float32Array} low value of code 0, one a channel
 * @property {Uint8Array | Float32Array} step of a code, one a channel
 * @property {Uint8Array | Float32Array} [picture] that they are of
 */

/** @typedef {Record<string, any>} Words of an instrument in the page's language: sentences, lists of them, and a few numbers */
/** @typedef {ReturnType<typeof import('./numbers.js').numbers>} NumberWriter numbers as a language writes them */
/** @typedef {'light' | 'dark'} Theme */
/** @typedef {import('./bus.js').Bus} Bus */
/**
 * What an instrument is mounted with.
 * @typedef {object} Instrument
 * @property {HTMLElement} element
 * @property {(selector: string) => any} $ the element in it; its markup stands beside it, so it is there
 * @property {(selector: string) => any[]} $$ every such element in it
 * @property {Words} t
 * @property {Bus} bus
 * @property {(event: string) => void} trigger tells Gradio of an event
 */
/** @typedef {Error & { kind?: string, forgotten?: boolean }} Failure what was thrown; `kind` where it is a RequestError */
/** @typedef {'here' | 'away' | 'back'} ConnectionState */
/** @typedef {{ layer: string, unit: number, factor: number, kernel?: any }} WeightEdit of a filter; kernel: its painted weights */

export {}
