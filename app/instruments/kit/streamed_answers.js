// Answers that come in parts: each is a binary answer behind its length, uint32, little end first. Pure but for the stream itself.
import { RequestError, ask, randomName, openRequest, retryWhileOffline } from './ask.js'
import { concatBytes } from './binary.js'
import { crossed } from './crossing.js'

/** @typedef {import('./ask.js').Query} Query */
/** @typedef {import('./ask.js').Body} Body */

const LENGTH = 4
const MORE = 0xffffffff // in place of a length: the answer ends here, and there is more to ask for
const HOLD = 2 // seconds: a browser has six connections to a host for all its pages, and none keeps one for as long as it trains

/** Cuts what arrives into whole parts, however it was cut on the way: `push(Uint8Array)` → [ArrayBuffer, …]; `more()`: whether it said so. */
export function partSplitter() {
  let held = new Uint8Array(0)
  let more = false
  /** @param {Uint8Array} bytes */
  const push = bytes => {
    held = concatBytes(held, bytes)
    /** @type {ArrayBuffer[]} */
    const parts = []
    while (held.length >= LENGTH) {
      const length = new DataView(held.buffer, held.byteOffset).getUint32(0, true)
      more = length === MORE
      const end = LENGTH + (more ? 0 : length)
      if (held.length < end) break
      if (!more) parts.push(held.slice(LENGTH, end).buffer)
      held = held.subarray(end)
    }
    return parts
  }
  return { push, rest: () => held.length, more: () => more }
}

/**
 * Every part of an answer as it comes; a Trouble where it breaks off. → whether there is more to ask for.
 * @param {Response} response
 * @param {(part: ArrayBuffer) => void} part
 */
async function readParts(response, part) {
  const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader()
  const { push, rest, more } = partSplitter()
  const next = () =>
    reader.read().catch(() => {
      throw new RequestError('unreachable') // what fetch throws where the line is cut
    })
  for (let { done, value } = await next(); !done; { done, value } = await next()) {
    for (const one of push(value ?? new Uint8Array())) part(one)
  }
  if (rest()) throw new RequestError('unreachable')
  return more()
}

/**
 * `work()`, which ends quietly when `signal` is aborted.
 * @param {() => Promise<unknown>} work
 * @param {AbortSignal} signal
 */
async function ignoreAbort(work, signal) {
  try {
    await work()
  } catch (error) {
    if (!signal?.aborted) throw error
  }
}

/**
 * Asks, and hands every part over as it comes: `part(ArrayBuffer)`. Ends when all have come, or quietly when `signal` is aborted,
 * which stops the work on the server. Where it broke off it is asked again from its beginning when the connection is back: the parts
 * that have come come again.
 * @param {string} path
 * @param {Query} query
 * @param {Body} body
 * @param {(part: ArrayBuffer) => void} part
 * @param {AbortSignal} signal
 */
export const askParts = (path, query, body, part, signal) =>
  ignoreAbort(
    () =>
      retryWhileOffline(async fine => {
        /** @param {ArrayBuffer} one */
        const heard = one => {
          fine()
          part(one)
        }
        await readParts(await openRequest(path, query, body, signal), heard)
      }, signal),
    signal,
  )

/** @type {Map<string, string>} */
const jobs = new Map() // job → what was asked, as text: those that run
/** @type {Map<string, string>} */
const carried = new Map(crossed?.jobs ?? []) // what was asked → job: those that ran when the page in the other language was left
/** [[what was asked, job], …]: a page that comes in place of this one asks the same and reads them from their beginning. */
export const running = () => [...jobs].map(([job, asked]) => [asked, job])
/**
 * @param {string} path
 * @param {Query} query
 * @param {Body} body
 */
const asking = (path, { fresh: _, ...query }, body) => JSON.stringify([path, query, body ?? null])

/**
 * The same of what runs on when the connection breaks: a job, which is read on from where it was when the connection is back, so that no
 * part comes twice and none is missing. No answer lasts long: it is read in one after the other. An aborted `signal` ends it on the server.
 * @param {string} path
 * @param {Query} query
 * @param {Body} body
 * @param {(part: ArrayBuffer) => void} part
 * @param {AbortSignal} signal
 */
export async function askJob(path, query, body, part, signal) {
  const text = asking(path, query, body)
  const there = carried.get(text)
  carried.delete(text)
  const job = there ?? randomName()
  jobs.set(job, text)
  let got = 0
  const end = () => ask('job_cancel', { job }, new Uint8Array()).catch(() => {})
  const begin = () => openRequest(path, { ...query, job, hold: HOLD }, body, signal)
  const rejoin = () =>
    openRequest('job_resume', { job, after: got, hold: HOLD }, undefined, signal).catch(error => {
      if (error.forgotten && got === 0) return begin() // it was never heard of
      throw error
    })
  /**
   * @param {() => void} fine
   * @returns {(one: ArrayBuffer) => void}
   */
  const hear = fine => one => {
    fine()
    got++
    if (one.byteLength) part(one) // an empty one was dropped: its successors say more
  }
  let asked = there !== undefined
  /** @param {() => void} fine */
  const go = async fine => {
    for (let more = true; more;) {
      const again = asked
      asked = true
      more = await readParts(await (again ? rejoin() : begin()), hear(fine))
    }
  }
  signal?.addEventListener('abort', end, { once: true })
  try {
    await ignoreAbort(() => retryWhileOffline(go, signal), signal)
  } finally {
    jobs.delete(job)
    signal?.removeEventListener('abort', end)
  }
}
