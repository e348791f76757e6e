// Answers that are asked for again: while a lecture is given, what the next stop will ask has been asked before, and going back asks nothing.
// Only what depends on the question alone is kept; the least recently used goes when there are too many bytes. Pure but for `fetch`'s Response.
import { concatBytes } from './binary.js'

/** Routes whose answer depends on the question alone: asking them again changes nothing. */
export const CACHEABLE = new Set(
  'forward feature_maps channel receipt receipt_code network samples attribution_methods attribution attribution_per_layer logits deletion_curves attribution_code filter_tiles unit_activations kernel top_patches maximize_activation count_correct weight_edits variants sweep transforms convolve filters center_crop translations history history_networks history_network datasets race_cached dataset_pictures'.split(
    ' ',
  ),
)
const MAX_BYTES = 96e6 // bytes

/**
 * A short name for bytes: two times 32 bits of FNV-1a from both ends.
 * @param {Uint8Array} bytes
 */
export function digest(bytes) {
  let [a, b] = [0x811c9dc5, 0x811c9dc5]
  for (let i = 0, j = bytes.length - 1; i < bytes.length; i++, j--) {
    a = Math.imul(a ^ bytes[i], 0x01000193)
    b = Math.imul(b ^ bytes[j], 0x01000193)
  }
  return `${bytes.length}:${(a >>> 0).toString(36)}:${(b >>> 0).toString(36)}`
}

/** @param {any} body */
const bytesOf = async body => {
  if (body === undefined) return new Uint8Array(0)
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
  return new Uint8Array(typeof body === 'string' || body.arrayBuffer ? await new Response(body).arrayBuffer() : body) // another page's Blob is no Blob here
}

/** An answer on its way. Whoever asks for it meanwhile hears what has come and what comes; when nobody listens any more it is broken off. */
class PendingAnswer {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #parts = [] // Uint8Array
  /** @type {{ error: unknown } | null} */
  #ended = null // { error } once nothing more comes
  /** @type {Set<ReadableStreamDefaultController>} */
  #streams = new Set() // controllers of those who listen
  #listeners = 0
  #stop = new AbortController()

  /** @param {(signal: AbortSignal) => Promise<Response>} fetched */
  constructor(fetched) {
    this.response = fetched(this.#stop.signal)
    this.whole = this.#read() // → Uint8Array, or null where it is none to keep
    this.whole.catch(() => {}) // who listens hears it
  }
  async #read() {
    const { status, body } = await this.response
    let error = null
    try {
      const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (body).getReader()
      for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
        if (value) this.#parts.push(value)
        for (const stream of this.#streams) stream.enqueue(value)
      }
    } catch (broken) {
      error = broken
    }
    this.#ended = { error }
    for (const stream of this.#streams) this.#end(stream)
    if (error) throw error
    return status === 200 ? concatBytes(...this.#parts) : null
  }
  get broken() {
    return this.#stop.signal.aborted
  }
  /** @param {ReadableStreamDefaultController} stream */
  #end(stream) {
    if (this.#ended?.error) stream.error(this.#ended.error)
    else stream.close()
  }
  /**
   * → Response, whole or still coming. With `signal` its listener leaves.
   * @param {AbortSignal} [signal]
   */
  async listen(signal) {
    /** @type {ReadableStreamDefaultController | null} */
    let mine = null
    let here = true
    const leave = () => {
      if (!here) return
      here = false
      if (mine) this.#streams.delete(mine)
      if (--this.#listeners === 0) this.#stop.abort()
    }
    const left = () => {
      leave()
      mine?.error(signal?.reason)
    }
    this.#listeners++
    signal?.addEventListener('abort', left, { once: true })
    const { status, headers } = await this.response
    signal?.throwIfAborted()
    /** @param {ReadableStreamDefaultController} stream */
    const start = stream => {
      mine = stream
      for (const part of this.#parts) stream.enqueue(part)
      if (this.#ended) this.#end(stream)
      else this.#streams.add(stream)
    }
    return new Response(new ReadableStream({ start, cancel: leave }), { status, headers })
  }
}

export class AnswerCache {
  /** @type {Map<string, Uint8Array<ArrayBuffer>>} */
  #answers = new Map() // name → Uint8Array, the most recently used last
  /** @type {Map<string, PendingAnswer>} */
  #coming = new Map() // name → Coming
  #bytes = 0

  /**
   * `fetched(url, body, signal, visitor)` → promise of a Response.
   * @param {(url: string, body: any, signal: AbortSignal, visitor: string | undefined) => Promise<Response>} fetched
   * @param {number} most
   */
  constructor(fetched, most = MAX_BYTES) {
    this.fetched = fetched
    this.most = most
  }

  /**
   * Whether an answer of that route depends on nothing but the question. A visitor's own network learns: about it one asks anew.
   * @param {string} path
   * @param {Record<string, any>} query
   * @param {Map<string, { weights: string }> | undefined} cards
   */
  static takes(path, { network = '', against = '' }, cards) {
    return CACHEABLE.has(path) && [network, against].every(key => cards?.get(key.replace(/@random$/, ''))?.weights !== 'trained')
  }

  /**
   * The answer that is kept, or is on its way already, or is fetched now.
   * @param {string} url
   * @param {any} body
   * @param {AbortSignal | undefined} signal
   * @param {string | undefined} visitor
   */
  async ask(url, body, signal, visitor) {
    const name = `${url} ${digest(await bytesOf(body))}`
    signal?.throwIfAborted()
    const known = this.#answers.get(name)
    if (known) {
      this.#answers.delete(name)
      this.#answers.set(name, known)
      return new Response(known)
    }
    const coming = this.#coming.get(name)
    return (coming && !coming.broken ? coming : this.#begin(name, stop => this.fetched(url, body, stop, visitor))).listen(signal)
  }
  /**
   * @param {string} name
   * @param {(signal: AbortSignal) => Promise<Response>} fetched
   */
  #begin(name, fetched) {
    const coming = new PendingAnswer(fetched)
    this.#coming.set(name, coming)
    /** @param {Uint8Array<ArrayBuffer> | null} answer */
    const ended = answer => {
      if (this.#coming.get(name) === coming) this.#coming.delete(name)
      if (answer) this.#put(name, answer)
    }
    coming.whole.then(ended, () => ended(null)) // what was broken off is asked again
    return coming
  }
  /**
   * @param {string} name
   * @param {Uint8Array<ArrayBuffer>} answer
   */
  #put(name, answer) {
    this.#bytes += answer.byteLength - (this.#answers.get(name)?.byteLength ?? 0)
    this.#answers.delete(name)
    this.#answers.set(name, answer)
    for (const [old, { byteLength }] of this.#answers) {
      if (this.#bytes <= this.most) break
      this.#answers.delete(old)
      this.#bytes -= byteLength
    }
  }
}
