// A folder in PKLot's layout: its files by their paths, and which of them are brought. All of PKLot has 695,899.
import { storedZip } from './stored_zip.js'

/** @typedef {{ path: string, file: () => Promise<File> | File }} Found */

const WEATHERS = ['sunny', 'cloudy', 'rainy']
const STATES = ['empty', 'occupied']

/**
 * Weather and state of a file by its folders, null where they say none.
 * @param {string} path
 */
export function groupOf(path) {
  const folders = path.toLowerCase().split('/').slice(0, -1)
  const state = folders.at(-1) ?? ''
  const weather = folders.findLast(folder => WEATHERS.includes(folder))
  return STATES.includes(state) && weather ? `${weather}/${state}` : null
}

/**
 * At most so many of each weather and state, evenly along their paths.
 * @template {{ path: string }} F
 * @param {F[]} files
 * @param {number} most
 */
export function chooseSpaces(files, most) {
  /** @type {Map<string, F[]>} */
  const groups = new Map()
  for (const file of files) {
    const group = groupOf(file.path)
    if (!group) continue
    const there = groups.get(group)
    if (there) there.push(file)
    else groups.set(group, [file])
  }
  return [...groups.values()].flatMap(group => {
    group.sort((a, b) => (a.path < b.path ? -1 : 1))
    const many = Math.min(most, group.length)
    return Array.from({ length: many }, (_, i) => group[Math.round((i * (group.length - 1)) / Math.max(1, many - 1))])
  })
}

/**
 * The chosen files as a zip.
 * @param {Found[]} chosen
 */
export async function zipOf(chosen) {
  const files = []
  for (const { path, file } of chosen) files.push({ path, bytes: new Uint8Array(await (await file()).arrayBuffer()) })
  return storedZip(files)
}

/**
 * Files of a picker that takes a folder.
 * @param {Iterable<File>} list
 * @returns {Found[]}
 */
export const filesOf = list => [...list].map(file => ({ path: file.webkitRelativePath || file.name, file: () => file }))

/**
 * Everything below a folder that was dropped. `seen(count)` hears how many files there are so far.
 * @param {FileSystemEntry} entry
 * @param {(count: number) => void} seen
 */
export async function filesBelow(entry, seen) {
  /** @type {Found[]} */
  const found = []
  const waiting = [entry]
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (one.isFile) {
      const own = /** @type {FileSystemFileEntry} */ (one)
      found.push({ path: own.fullPath.replace(/^\//, ''), file: () => new Promise((done, failed) => own.file(done, failed)) })
    } else {
      waiting.push(...(await entriesOf(/** @type {FileSystemDirectoryEntry} */ (one))))
      seen(found.length)
    }
  }
  return found
}

/**
 * A reader hands over some at a time, and none when it is done.
 * @param {FileSystemDirectoryEntry} folder
 */
async function entriesOf(folder) {
  const reader = folder.createReader()
  const found = []
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((done, failed) => reader.readEntries(done, failed))
    if (!some.length) return found
    found.push(...some)
  }
}
