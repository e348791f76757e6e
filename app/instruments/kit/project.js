// A project on its way between this page and the server (see app/encode/projects.py): files behind one another, told apart by a header. Pure.
import { concatBytes } from './binary.js'

/**
 * A row of Train's table: one lane of a race. Accuracy and loss as [train, validation] of the epoch; mean ± standard deviation over the seeds.
 * @typedef {object} RunRow
 * @property {number} race
 * @property {any} lane
 * @property {any} settings
 * @property {number} epoch
 * @property {any} how
 * @property {number[]} train
 * @property {number[]} validation
 * @property {any} seeds
 * @property {number} mean
 * @property {number} sd
 * @property {string} [kept]
 */

const LENGTH = 4
const HEAD = 1 << 16 // bytes at the beginning of a zip, where a project that was saved here names its first file
const TAIL = 2 << 20 // and at its end, where every zip lists what it holds

/**
 * [[path, Blob or Uint8Array], …] → Blob.
 * @param {[string, Blob | Uint8Array<ArrayBuffer>][]} files
 */
export function packFiles(files) {
  /** @type {[string, number][]} */
  const sizes = files.map(([path, data]) => [path, data instanceof Blob ? data.size : data.byteLength])
  const head = new TextEncoder().encode(JSON.stringify({ files: sizes }))
  const length = new Uint8Array(LENGTH)
  new DataView(length.buffer).setUint32(0, head.length, true)
  return new Blob([length, head, ...files.map(([, data]) => data)])
}

/**
 * And back: ArrayBuffer → [[path, Uint8Array], …].
 * @param {ArrayBuffer} buffer
 * @returns {[string, Uint8Array<ArrayBuffer>][]}
 */
export function unpackFiles(buffer) {
  const end = LENGTH + new DataView(buffer).getUint32(0, true)
  const { files } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, LENGTH, end - LENGTH)))
  let at = end
  return files.map((/** @type {[string, number]} */ [path, size]) => {
    const data = new Uint8Array(buffer, at, size)
    at += size
    return [path, data]
  })
}

/**
 * Whether it is a zip by its name or its type.
 * @param {Blob & { name?: string }} file
 */
export const isZip = file => /\.zip$/i.test(file.name ?? '') || /^application\/(x-)?zip/.test(file.type)

/**
 * Whether it is a zip by what is in it.
 * @param {Blob} blob
 */
export const startsAsZip = async blob => (await blob.slice(0, 2).text()) === 'PK'

/**
 * Whether a zip is a project and no zip of class folders: names of files stand in it as they are.
 * @param {Blob} blob
 */
export async function holdsProject(blob) {
  const parts = [blob.slice(0, HEAD), blob.slice(Math.max(0, blob.size - TAIL))]
  const text = concatBytes(...(await Promise.all(parts.map(async part => new Uint8Array(await part.arrayBuffer())))))
  return new TextDecoder('latin1').decode(text).includes('project.json')
}

// Train's table of runs

/** @param {unknown} v */
const number = v => (typeof v === 'number' && Number.isFinite(v) ? v : null)
/** @param {number | null} v */
const real = v => (v === null ? NaN : v)
/**
 * @template A
 * @template B
 * @param {(v: A) => B} f
 * @param {A[]} pair
 */
const both = (f, pair) => [f(pair[0]), f(pair[1])]

/**
 * Rows as JSON can carry them: what is no number is null.
 * @param {RunRow[]} runs
 */
export const runsToJson = runs =>
  runs.map(({ race, lane, settings, epoch, how, train, validation, seeds, mean, sd, kept }) => ({
    race,
    lane,
    settings,
    epoch,
    how,
    train: both(number, train),
    validation: both(number, validation),
    seeds,
    mean: number(mean),
    sd: number(sd),
    kept: kept ?? '',
  }))

/**
 * Rows of a project on top of those that are there, which keep their numbers; the same row is not there twice.
 * @param {RunRow[]} there
 * @param {any[]} given
 * @returns {RunRow[]}
 */
export function runsWith(there, given) {
  const first = there[0]?.race ?? 0
  /** @param {any} row */
  const plain = ({ race: _, ...row }) => JSON.stringify(row)
  const known = new Set(runsToJson(there).map(plain))
  const fresh = given.filter(row => !known.has(plain(row)))
  const rows = fresh.map(row => ({
    ...row,
    race: row.race + first,
    train: both(real, row.train),
    validation: both(real, row.validation),
    mean: real(row.mean),
    sd: real(row.sd),
  }))
  return rows.length ? [...rows, ...there] : there
}
