// EN ⇄ PT is another page. A link carries everything but a picture of the visitor's own; that goes along in `window.name`,
// which is this tab's memory, outlives the step to the other page, and is emptied as soon as it has been read.

const PREFIX = 'cnn-picture:'

/** @param {Blob} file */
const toDataUrl = file =>
  new Promise((done, failed) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result)
    reader.onerror = () => failed(reader.error)
    reader.readAsDataURL(file)
  })

/** @param {{ file: Blob, name?: string }} source */
export const stashPicture = async ({ file, name = '' }) => {
  window.name = PREFIX + JSON.stringify({ name, data: await toDataUrl(file) })
}

/** What the page before this one put there, or null. */
export async function takeStashedPicture() {
  if (!window.name.startsWith(PREFIX)) return null
  const text = window.name.slice(PREFIX.length)
  window.name = ''
  try {
    const { name, data } = JSON.parse(text)
    if (!/^data:/.test(data)) return null
    return { file: await (await fetch(data)).blob(), name: String(name) }
  } catch {
    return null
  }
}
