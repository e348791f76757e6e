// What the instruments share. A late subscriber hears the present values at once, so nobody depends on who was mounted first.

/** @typedef {import('./state.js').State} State every key, see there */
/** @typedef {import('./state.js').StateKey} StateKey */
/** @typedef {import('./state.js').TabStates} TabStates */
/**
 * @typedef {object} Bus
 * @property {<Key extends StateKey>(key: Key) => State[Key]} get
 * @property {<Key extends StateKey>(key: Key, value: State[Key]) => void} set
 * @property {<Key extends StateKey>(keys: Key | readonly Key[], f: (value: State[Key], key: Key) => any) => () => void} on
 *   calls f(value, key) now for each key that has a value, and at every change; gives the function that ends it
 * @property {<Key extends StateKey>(key: Key, f: (value: State[Key], key: Key) => any) => void} once
 *   calls f(value) the first time that the key has a value, which may be now
 */

/** @returns {Bus} */
export function createBus() {
  /** @type {Map<StateKey, any>} */
  const values = new Map()
  /** @type {Map<StateKey, Set<(value: any, key: any) => any>>} */
  const listeners = new Map()
  /**
   * @param {(value: any, key: any) => any} f
   * @param {StateKey} key
   */
  const notify = (f, key) => {
    try {
      f(values.get(key), key)
    } catch (error) {
      console.error(error)
    } // one instrument's mistake is not another's
  }
  /** @type {Bus} */
  const bus = {
    get: key => values.get(key),
    set(key, value) {
      if (Object.is(values.get(key), value)) return
      values.set(key, value)
      for (const f of [...(listeners.get(key) ?? [])]) notify(f, key)
    },
    on(keys, f) {
      const list = [keys].flat()
      for (const key of list) {
        if (!listeners.has(key)) listeners.set(key, new Set())
        listeners.get(key)?.add(f)
      }
      for (const key of list) if (values.has(key)) notify(f, key)
      return () => list.forEach(key => listeners.get(key)?.delete(f))
    },
    once(key, f) {
      if (values.has(key)) return notify(f, key)
      const end = bus.on(key, (...told) => {
        end()
        f(...told)
      })
    },
  }
  return bus
}

/**
 * The keys of one tab under their short names: `tabState(bus, 'train').get('view')` is `bus.get('train.view')`.
 * @template {keyof TabStates} Tab
 * @param {Bus} bus
 * @param {Tab} tab
 */
export function tabState(bus, tab) {
  /**
   * The whole name of a key.
   * @template {keyof TabStates[Tab] & string} Key
   * @param {Key} key
   */
  const name = key => /** @type {StateKey & `${Tab}.${Key}`} */ (`${tab}.${key}`)
  return {
    name,
    /**
     * @template {keyof TabStates[Tab] & string} Key
     * @param {Key} key
     * @returns {TabStates[Tab][Key]}
     */
    get: key => /** @type {any} */ (bus.get(name(key))),
    /**
     * @template {keyof TabStates[Tab] & string} Key
     * @param {Key} key
     * @param {TabStates[Tab][Key]} value
     */
    set: (key, value) => bus.set(name(key), /** @type {any} */ (value)),
    /**
     * Several at once.
     * @param {Partial<TabStates[Tab]>} values
     */
    assign(values) {
      for (const [key, value] of Object.entries(values)) bus.set(/** @type {StateKey} */ (`${tab}.${key}`), /** @type {any} */ (value))
    },
  }
}

/**
 * The whole names of several keys of a tab, to listen to.
 * @template {keyof TabStates} Tab
 * @param {Tab} tab
 * @param {...(keyof TabStates[Tab] & string)} keys
 */
export const tabKeys = (tab, ...keys) => keys.map(key => /** @type {StateKey} */ (`${tab}.${key}`))

/** The page's own, reachable as `cnn` from the `js=` of Gradio's components; one even if this file came by two addresses. */
export const bus = (globalThis.cnn ??= createBus())
