// What the keys of Convolve hold. Types alone; nothing here runs.
/** @typedef {import('../types.js').ByteArray & { live?: boolean }} ConvolvePicture `live`: the camera's */

/**
 * A kernel of one channel, or of three.
 * @typedef {object} Kernel
 * @property {string} key of a preset, `learned` or `yours`
 * @property {number} rows
 * @property {number} columns
 * @property {Float32Array[]} planes one for each channel of the picture that it reads, or one for its mean
 * @property {number} bias
 * @property {{ layer: string, out: number, in: number } | null} filter that it is; null: none
 */
/** @typedef {{ key: 'learned', planes: null, filter: { layer: string, out: number, in: number } }} NamedKernel a filter whose weights are on their way */
/** @typedef {{ stride: number, padding: number, fill: string, dilation: number }} ConvolutionRule */
/** @typedef {{ values: Float64Array, size: [number, number] }} Plane rows of numbers, size [height, width] */

/**
 * A result with what it was computed from.
 * @typedef {object} Convolved
 * @property {ConvolvePicture} picture
 * @property {[number, number]} size of the picture, [height, width]
 * @property {string} read grey or colour
 * @property {Uint8Array[]} bytes of the channels that are read
 * @property {Float64Array[]} planes of these channels, 0 … 1
 * @property {Kernel} kernel
 * @property {number[]} meets index of the kernel's plane that meets each channel
 * @property {ConvolutionRule} rule
 * @property {{ kind: string, size: number }} pooling
 * @property {Plane} result
 * @property {Plane} rectified
 * @property {Plane & { winners: Int32Array }} pooled
 * @property {number} minimum of the result
 * @property {number} maximum
 * @property {number} quiet half the width of values around zero that look like paper
 */
/** @typedef {{ of: Convolved, values: Float32Array, size: number[] }} TorchResult what PyTorch computes of the same */
/** @typedef {Record<'patch' | 'sum' | 'relu' | 'pool', number[]>} CellFigures places of the figures of the cell that is taken apart, px */

export {}
