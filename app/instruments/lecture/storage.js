// What stays in this browser and nowhere else: the place in a lecture, what was guessed, and a lecture of one's own.

const OWN = 'cnnLecture'
const placeOf = id => `${OWN}:${id}`

const get = key => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
const set = (key, value) => {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
    return true
  } catch {
    return false // a private window, or a full one
  }
}

/** { stop, guesses: { id: choice } } of a lecture, as far as anything is kept. */
export function storedProgress(id) {
  try {
    const { stop = null, guesses = {} } = JSON.parse(get(placeOf(id)) ?? '{}')
    return { stop, guesses }
  } catch {
    return { stop: null, guesses: {} }
  }
}
export const storeProgress = (id, kept) => set(placeOf(id), JSON.stringify(kept))
export const deleteProgress = id => set(placeOf(id), null)

/** The file of one's own lecture as text, or null. */
export const ownLecture = () => get(OWN)
export const storeOwnLecture = source => set(OWN, source)
export const deleteOwnLecture = () => set(OWN, null)
