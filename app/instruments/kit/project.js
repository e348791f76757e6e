// A project on its way between this page and the server (see app/encode/projects.py): files behind one another, told apart by a header. Pure.
import { concatBytes } from './binary.js'

const LENGTH = 4
const HEAD = 1 << 16 // bytes at the beginning of a zip, where a project that was saved here names its first file
const TAIL = 2 << 20 // and at its end, where every zip lists what it holds

/** [[path, Blob or Uint8Array], …] → Blob. */
export function packFiles(files) {
  const sizes = files.map(([path, data]) => [path, data.size ?? data.byteLength])
  const head = new TextEncoder().encode(JSON.stringify({ files: sizes }))
  const length = new Uint8Array(LENGTH)
  new DataView(length.buffer).setUint32(0, head.length, true)
  return new Blob([length, head, ...files.map(([, data]) => data)])
}

/** And back: ArrayBuffer → [[path, Uint8Array], …]. */
export function unpackFiles(buffer) {
  const end = LENGTH + new DataView(buffer).getUint32(0, true)
  const { files } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, LENGTH, end - LENGTH)))
  let at = end
  return files.map(([path, size]) => {
    const data = new Uint8Array(buffer, at, size)
    at += size
    return [path, data]
  })
}

export const isZip = file => /\.zip$/i.test(file.name ?? '') || /^application\/(x-)?zip/.test(file.type)

/** Whether it is a zip by what is in it. */
export const startsAsZip = async blob => (await blob.slice(0, 2).text()) === 'PK'

/** Whether a zip is a project and no zip of class folders: names of files stand in it as they are. */
export async function holdsProject(blob) {
  const parts = [blob.slice(0, HEAD), blob.slice(Math.max(0, blob.size - TAIL))]
  const text = concatBytes(...(await Promise.all(parts.map(async part => new Uint8Array(await part.arrayBuffer())))))
  return new TextDecoder('latin1').decode(text).includes('project.json')
}

// Train's table of runs

const number = v => (typeof v === 'number' && Number.isFinite(v) ? v : null)
const real = v => (v === null ? NaN : v)
const both = (f, pair) => [f(pair[0]), f(pair[1])]

/** Rows as JSON can carry them: what is no number is null. */
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

/** Rows of a project on top of those that are there, which keep their numbers; the same row is not there twice. */
export function runsWith(there, given) {
  const first = there[0]?.race ?? 0
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
