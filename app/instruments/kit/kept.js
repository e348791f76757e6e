// Answers that are asked for again: while a lecture is given, what the next stop will ask has been asked before, and going back asks nothing.
// Only what depends on the question alone is kept; the least recently used goes when there are too many bytes. Pure but for `fetch`'s Response.

const PURE = new Set(
  'look maps channel receipt code network samples methods explain along answer curves heat_code tiles strengths kernel exciting ascend tally operate variants sweep transforms convolve filters square translations history exhibits exhibit datasets raced labelled'.split(' '),
)
const MOST = 96e6 // bytes

/** A short name for bytes: two times 32 bits of FNV-1a from both ends. */
export function digest(bytes) {
  let [a, b] = [0x811c9dc5, 0x811c9dc5]
  for (let i = 0, j = bytes.length - 1; i < bytes.length; i++, j--) {
    a = Math.imul(a ^ bytes[i], 0x01000193)
    b = Math.imul(b ^ bytes[j], 0x01000193)
  }
  return `${bytes.length}:${(a >>> 0).toString(36)}:${(b >>> 0).toString(36)}`
}

const bytesOf = async body => {
  if (body === undefined) return new Uint8Array(0)
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer())
  return ArrayBuffer.isView(body) ? new Uint8Array(body.buffer, body.byteOffset, body.byteLength) : new Uint8Array(body)
}

export class Kept {
  #answers = new Map() // name → ArrayBuffer, the most recently used last
  #coming = new Map() // name → promise of one
  #bytes = 0

  constructor(most = MOST) {
    this.most = most
  }

  /** Whether an answer of that route depends on nothing but the question. A visitor's own network learns: about it one asks anew. */
  static takes(path, { network = '', against = '' }, cards) {
    return PURE.has(path) && [network, against].every(key => cards?.get(key.replace(/@random$/, ''))?.weights !== 'trained')
  }

  /** The kept answer to a question, else what `really()` fetches; `whole`: it may be waited for until all of it has come. */
  async ask(url, body, really, whole) {
    const name = `${url} ${digest(await bytesOf(body))}`
    const known = this.#answers.get(name) ?? (whole ? await this.#coming.get(name)?.catch(() => null) : null)
    if (known) {
      if (this.#answers.delete(name)) this.#answers.set(name, known)
      return new Response(known.slice(0))
    }
    const response = await really()
    if (response.status === 200) this.#keep(name, response.clone())
    return response
  }
  #keep(name, copy) {
    const coming = copy.arrayBuffer()
    this.#coming.set(name, coming)
    coming.then(
      answer => {
        this.#coming.delete(name)
        this.#put(name, answer)
      },
      () => this.#coming.delete(name), // broken off: it is asked again
    )
  }
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
