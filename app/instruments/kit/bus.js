// What the instruments share. A late subscriber hears the present values at once, so nobody depends on who was mounted first.

export function createBus() {
  const values = new Map()
  const listeners = new Map()
  const notify = (f, key) => {
    try {
      f(values.get(key), key)
    } catch (error) {
      console.error(error)
    } // one instrument's mistake is not another's
  }
  const bus = {
    get: key => values.get(key),
    set(key, value) {
      if (Object.is(values.get(key), value)) return
      values.set(key, value)
      for (const f of [...(listeners.get(key) ?? [])]) notify(f, key)
    },
    /** Calls f(value, key) now for each key that has a value, and at every change. Returns the function that ends it. */
    on(keys, f) {
      const list = [keys].flat()
      for (const key of list) {
        if (!listeners.has(key)) listeners.set(key, new Set())
        listeners.get(key).add(f)
      }
      for (const key of list) if (values.has(key)) notify(f, key)
      return () => list.forEach(key => listeners.get(key).delete(f))
    },
    /** Calls f(value) the first time that the key has a value, which may be now. */
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

/** The page's own, reachable as `cnn` from the `js=` of Gradio's components; one even if this file came by two addresses. */
export const bus = (globalThis.cnn ??= createBus())
