// Answers that come in parts: each is a binary answer behind its length, uint32, little end first. Pure but for the stream itself.
import { Trouble, ask, name, opened, patiently } from './ask.js'
import { joined } from './bytes.js'
import { crossed } from './crossing.js'

const LENGTH = 4

/** Cuts what arrives into whole parts, however it was cut on the way: `push(Uint8Array)` → [ArrayBuffer, …]. */
export function cutter() {
  let held = new Uint8Array(0)
  const push = bytes => {
    held = joined(held, bytes)
    const parts = []
    while (held.length >= LENGTH) {
      const end = LENGTH + new DataView(held.buffer, held.byteOffset).getUint32(0, true)
      if (held.length < end) break
      parts.push(held.slice(LENGTH, end).buffer)
      held = held.subarray(end)
    }
    return parts
  }
  return { push, rest: () => held.length }
}

/** Every part of an answer as it comes; a Trouble where it breaks off. */
async function read(response, part) {
  const reader = response.body.getReader()
  const { push, rest } = cutter()
  const next = () =>
    reader.read().catch(() => {
      throw new Trouble('gone') // what fetch throws where the line is cut
    })
  for (let { done, value } = await next(); !done; { done, value } = await next()) {
    for (const one of push(value)) part(one)
  }
  if (rest()) throw new Trouble('gone')
}

/** `work()`, which ends quietly when `signal` is aborted. */
async function quietly(work, signal) {
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
 */
export const askParts = (path, query, body, part, signal) =>
  quietly(
    () =>
      patiently(async fine => {
        const heard = one => {
          fine()
          part(one)
        }
        await read(await opened(path, query, body, signal), heard)
      }, signal),
    signal,
  )

const jobs = new Map() // job → what was asked, as text: those that run
const carried = new Map(crossed?.jobs ?? []) // what was asked → job: those that ran when the page in the other language was left
/** [[what was asked, job], …]: a page that comes in place of this one asks the same and reads them from their beginning. */
export const running = () => [...jobs].map(([job, asked]) => [asked, job])
const asking = (path, { fresh: _, ...query }, body) => JSON.stringify([path, query, body ?? null])

/**
 * The same of what runs on when the connection breaks: a job, which is read on from where it was when the connection is back, so that no
 * part comes twice and none is missing. An aborted `signal` ends it on the server.
 */
export async function askJob(path, query, body, part, signal) {
  const text = asking(path, query, body)
  const there = carried.get(text)
  carried.delete(text)
  const job = there ?? name()
  jobs.set(job, text)
  let got = 0
  const end = () => ask('job_end', { job }, new Uint8Array()).catch(() => {})
  const begin = () => opened(path, { ...query, job }, body, signal)
  const rejoin = () =>
    opened('rejoin', { job, after: got }, undefined, signal).catch(error => {
      if (error.forgotten && got === 0) return begin() // it was never heard of
      throw error
    })
  const hear = fine => one => {
    fine()
    got++
    if (one.byteLength) part(one) // an empty one was dropped: its successors say more
  }
  let asked = there !== undefined
  const go = async fine => {
    const again = asked
    asked = true
    await read(await (again ? rejoin() : begin()), hear(fine))
  }
  signal?.addEventListener('abort', end, { once: true })
  try {
    await quietly(() => patiently(go, signal), signal)
  } finally {
    jobs.delete(job)
    signal?.removeEventListener('abort', end)
  }
}
