// Questions to the server. Addresses are relative to this file's own, so the app may sit under any root path.
import { about } from './edited.js'
import { Kept } from './kept.js'
import { language } from './language.js'

const ROOT = new URL('../../', import.meta.url)
const AWAY = [502, 504] // what a proxy says when nobody is behind it

/** What went wrong: `gone` (nobody answers), `busy` (ask again in a moment) or `said` (a sentence for the visitor). */
export class Trouble extends Error {
  constructor(kind, message = '') {
    super(message)
    this.kind = kind
  }
}

const sentence = async response => {
  try {
    return String((await response.json()).error || response.status)
  } catch {
    return String(response.status)
  }
}

/**
 * `ask('look', { network, layer }, body)` → Response, or a Trouble. With a body it is a POST. `signal` ends it. Where answers are kept
 * (`globalThis.cnnKept`) it may be one of those.
 */
export async function ask(path, query = {}, body = undefined, signal = undefined) {
  const url = new URL(`cnn/${path}`, ROOT)
  for (const [key, value] of Object.entries({ ...about(path, query, globalThis.cnn?.get('edited')), language })) url.searchParams.set(key, value)
  const kept = Kept.takes(path, query, globalThis.cnn?.get('networks')) ? globalThis.cnnKept : null
  return kept ? kept.ask(url.href, body, signal, globalThis.cnnVisitor) : fetched(url.href, body, signal, globalThis.cnnVisitor)
}

/** The same of a whole address. */
export async function fetched(url, body, signal, visitor) {
  const headers = visitor ? { 'X-Visitor': visitor } : {}
  const options =
    body === undefined ? { headers } : { method: 'POST', body, headers: { ...headers, 'Content-Type': 'application/octet-stream' } }
  let response
  try {
    response = await fetch(url, { ...options, signal })
  } catch {
    throw new Trouble('gone')
  }
  if (response.ok) return response
  if (AWAY.includes(response.status)) throw new Trouble('gone')
  throw new Trouble(response.status === 503 ? 'busy' : 'said', await sentence(response))
}

export const askJson = async (path, query) => (await ask(path, query)).json()
export async function askBytes(path, query, body) {
  const response = await ask(path, query, body)
  try {
    return await response.arrayBuffer()
  } catch {
    throw new Trouble('gone')
  } // cut off on the way
}

/** An address the server gave (a sample's file), as one the page can load. */
export const resolve = address => new URL(address, ROOT)
