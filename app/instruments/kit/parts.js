// Answers that come in parts: each is a binary answer behind its length, uint32, little end first. Pure but for the stream itself.
import { Trouble, ask } from './ask.js'
import { joined } from './bytes.js'

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

/**
 * Asks, and hands every part over as it comes: `part(ArrayBuffer)`. Ends when all have come, or quietly when `signal` is aborted,
 * which stops the work on the server; a Trouble where it broke off.
 */
export async function askParts(path, query, body, part, signal) {
  try {
    const reader = (await ask(path, query, body, signal)).body.getReader()
    const { push, rest } = cutter()
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      for (const one of push(value)) part(one)
    }
    if (rest()) throw new Trouble('gone')
  } catch (error) {
    if (signal?.aborted) return
    throw error.name === 'TypeError' ? new Trouble('gone') : error // what fetch throws where the line is cut
  }
}
