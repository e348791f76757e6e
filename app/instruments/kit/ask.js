// Questions to the server. Addresses are relative to this file's own, so the app may sit under any root path. A question that nobody
// answers waits until the connection is back, and is asked again: who asks hears of it from the bus key `connection`, if at all.
import { connection } from './connection.js'
import { aboutEdited } from './edited_network.js'
import { digitOf } from './digit_choice.js'
import { AnswerCache, CACHEABLE } from './answer_cache.js'
import { language } from './language.js'
import { ROOT } from './root.js'

/** @typedef {import('./connection.js').Connection} Connection */
/** @typedef {Record<string, any>} Query what an address asks: values become text */
/** @typedef {BodyInit | undefined} Body */

const GATEWAY_ERRORS = [502, 504] // what a proxy says when nobody is behind it
const STATUS_GONE = 410
const MAX_TRIES = 5 // of one question that fails again and again while others are answered

/** What went wrong: `unreachable` (nobody answers), `busy` (ask again in a moment) or `refused` (a sentence for the visitor). */
export class RequestError extends Error {
  /**
   * @param {string} kind
   * @param {string} [message]
   * @param {{ forgotten?: boolean }} [more]
   */
  constructor(kind, message = '', more = {}) {
    super(message)
    this.kind = kind
    this.forgotten = more.forgotten ?? false
  }
}

/** @param {Response} response */
const errorText = async response => {
  try {
    return String((await response.json()).error || response.status)
  } catch {
    return String(response.status)
  }
}

/** 16 random bytes as text; unlike `randomUUID` also where the page does not come by https. */
export const randomName = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')

/**
 * `work(fine)`, again and again while it finds nobody and `signal` is not aborted. `fine()` says that something came before it broke off.
 * @template T
 * @param {(fine: () => void) => Promise<T>} work
 * @param {AbortSignal} [signal]
 * @param {Pick<Connection, 'lost' | 'returned'>} [own]
 * @returns {Promise<T>}
 */
export async function retryWhileOffline(work, signal, own = connection) {
  let left = MAX_TRIES
  const fine = () => (left = MAX_TRIES)
  for (;;) {
    try {
      return await work(fine)
    } catch (caught) {
      const error = /** @type {Partial<RequestError>} */ (caught)
      if (error.kind !== 'unreachable' || signal?.aborted || !--left) throw error
    }
    own.lost()
    await own.returned(signal)
  }
}

/**
 * The whole of an answer: one that breaks off on its way has not come.
 * @param {Response} response
 */
async function readWhole(response) {
  const { status, headers } = response
  try {
    return new Response(status === 204 ? null : await response.arrayBuffer(), { status, headers })
  } catch {
    throw new RequestError('unreachable')
  }
}

/**
 * `ask('look', { network, layer }, body)` → Response, or a Trouble. With a body it is a POST. `signal` ends it. Where answers are kept
 * (`globalThis.cnnKept`) it may be one of those. What may change something is changed once, however often it has to be asked.
 * @param {string} path
 * @param {Query} [query]
 * @param {Body} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>}
 */
export function ask(path, query = {}, body = undefined, signal = undefined) {
  const once = CACHEABLE.has(path) ? null : randomName()
  return retryWhileOffline(async () => readWhole(await openRequest(path, query, body, signal, once)), signal)
}

/**
 * @param {string} path
 * @param {Query} query
 * @param {Body} [body]
 */
function address(path, query, body) {
  const url = new URL(`cnn/${path}`, ROOT)
  const digit = digitOf(body)
  const asked = { ...aboutEdited(path, query, globalThis.cnn?.get('edited')), ...(digit !== undefined && { digit }), language }
  for (const [key, value] of Object.entries(asked)) url.searchParams.set(key, String(value))
  return url
}

/**
 * Said to a server that has just given a token, while all else waits for it: never again by itself, and not to yet another server.
 * @param {string} path
 * @param {Query} query
 * @param {Body} [body]
 */
export const tell = (path, query, body) =>
  fetchOnce(address(path, query, body).href, body, undefined, globalThis.cnnVisitor, randomName(), true)

/**
 * The answer as it begins, asked for once: what comes of it may still break off.
 * @param {string} path
 * @param {Query} query
 * @param {Body} [body]
 * @param {AbortSignal} [signal]
 * @param {string | null} once
 * @returns {Promise<Response>}
 */
export async function openRequest(path, query, body, signal, once = null) {
  const url = address(path, query, body)
  const kept = AnswerCache.takes(path, query, globalThis.cnn?.get('networks')) ? globalThis.cnnAnswerCache : null
  return kept ? kept.ask(url.href, body, signal, globalThis.cnnVisitor) : fetchOnce(url.href, body, signal, globalThis.cnnVisitor, once)
}

/** @param {...(AbortSignal | undefined)} signals */
const anySignal = (...signals) => {
  const all = signals.filter(signal => signal !== undefined)
  return 'any' in AbortSignal && all.length > 1 ? AbortSignal.any(all) : all[0]
}

/**
 * The server does not know who asked: where that is this page still, it gets a fresh token.
 * @param {string} visitor
 */
const renewToken = visitor =>
  visitor === globalThis.cnnVisitor &&
  connection.expired().catch(() => {
    throw new RequestError('unreachable')
  })

/**
 * The same of a whole address.
 * @param {string} url
 * @param {Body} body
 * @param {AbortSignal | undefined} signal
 * @param {string | undefined} visitor
 * @param {string | null} once
 * @param {boolean} renewed
 * @returns {Promise<Response>}
 */
export async function fetchOnce(url, body, signal, visitor, once = null, renewed = false) {
  /** @type {Record<string, string>} */
  const headers = { ...(visitor && { 'X-Visitor': visitor }), ...(once && { 'X-Once': once }) }
  const options =
    body === undefined ? { headers } : { method: 'POST', body, headers: { ...headers, 'Content-Type': 'application/octet-stream' } }
  let response
  try {
    response = await fetch(url, { ...options, signal: anySignal(signal, connection.signal) })
  } catch {
    throw new RequestError('unreachable')
  }
  if (!renewed && visitor && response.headers.get('X-Visitor') === 'unknown') {
    await renewToken(visitor)
    if (!response.ok) return fetchOnce(url, body, signal, globalThis.cnnVisitor, once, true)
  }
  if (response.ok) return response
  if (GATEWAY_ERRORS.includes(response.status)) throw new RequestError('unreachable')
  const said = await errorText(response)
  throw new RequestError(response.status === 503 ? 'busy' : 'refused', said, { forgotten: response.status === STATUS_GONE })
}

/**
 * Its JSON, as the server says it.
 * @param {string} path
 * @param {Query} [query]
 * @returns {Promise<any>}
 */
export const askJson = async (path, query) => (await ask(path, query)).json()
/**
 * Its bytes.
 * @param {string} path
 * @param {Query} [query]
 * @param {Body} [body]
 */
export const askBytes = async (path, query, body) => (await ask(path, query, body)).arrayBuffer()

/**
 * An address the server gave (a sample's file), as one the page can load.
 * @param {string} address
 */
export const resolveUrl = address => new URL(address, ROOT)
