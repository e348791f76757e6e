// A file with weights, as the browser sees it before anything of it travels. Pure.

const LENGTH = 8 // bytes before the header, which say how long it is
const MOST_HEADER = 4 << 20 // bytes
const PICKLED = /\.(pth?|ckpt|pkl|bin)$/i
const FOREIGN = /\.(onnx|h5|hdf5|keras|tflite|gguf|mlmodel|pb|npz)$/i // networks as other programs write them

/**
 * Whether a file is for this instrument by its name: weights that open, that can be turned into such, or that do not open.
 * @param {{ name?: string }} file
 */
export const isWeights = file => /\.safetensors$/i.test(file.name ?? '') || PICKLED.test(file.name ?? '') || isForeign(file)

/**
 * Whether a file holds a network that another program than PyTorch has written, by its name.
 * @param {{ name?: string }} file
 */
export const isForeign = file => FOREIGN.test(file.name ?? '')

/**
 * Whether it is a file of torch.save: a zip, or a pickle of protocol 2 and later.
 * @param {Blob & { name?: string }} file
 */
export async function isPickled(file) {
  const [a, b] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  const magic = (a === 0x50 && b === 0x4b) || (a === 0x80 && b >= 2 && b <= 5)
  return magic || PICKLED.test(file.name ?? '')
}

/**
 * The beginning of a .safetensors up to the end of its header; of what is none, a few bytes that say so.
 * @param {Blob} file
 */
export async function headOf(file) {
  const start = new DataView(await file.slice(0, LENGTH).arrayBuffer())
  const length = start.byteLength === LENGTH ? Number(start.getBigUint64(0, true)) : 0
  return file.slice(0, LENGTH + Math.min(length, MOST_HEADER))
}

/**
 * The three lines of Python that turn a file of torch.save into a .safetensors.
 * @param {string} name
 */
export function conversion(name) {
  const made = `${name.replace(PICKLED, '')}.safetensors`
  return [
    'import torch, safetensors.torch',
    `state = torch.load(${JSON.stringify(name)}, map_location="cpu", weights_only=True)`,
    `safetensors.torch.save_file({k: v.clone().contiguous() for k, v in state.get("state_dict", state).items()}, ${JSON.stringify(made)})`,
  ].join('\n')
}

/**
 * Names as they stand in a text, one per line; empty lines at its end are none.
 * @param {string} text
 */
export const namesIn = text =>
  text
    .trimEnd()
    .split(/\r?\n/)
    .map(name => name.trim())

/**
 * Answers before the file, as the server reads them.
 * @param {object} answers
 * @param {Blob} file
 */
export function packed(answers, file) {
  const said = new Blob([JSON.stringify(answers)])
  return { size: said.size, body: new Blob([said, file]) }
}
