// What this browser keeps for this site: `works` are records (see work_records.js), `blobs` their files by digest. Everything stands under the
// path that this app is found under, so that two apps of one site share nothing; two sites never do.

/** @typedef {import('./work_records.js').WorkRecord} WorkRecord */

const NAME = 'cnn-work'
/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const requestDone = request =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
  })
/**
 * @param {IDBTransaction} work
 * @returns {Promise<void>}
 */
const transactionDone = work =>
  new Promise((done, failed) => {
    work.oncomplete = () => done()
    work.onerror = work.onabort = () => failed(work.error ?? new DOMException('aborted', 'AbortError'))
  })

/** @type {Promise<IDBDatabase> | null} */
let opened = null
/** @returns {Promise<IDBDatabase>} */
function database() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => {
      for (const name of ['works', 'blobs']) request.result.createObjectStore(name)
    }
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close()
      done(request.result)
    }
    request.onerror = () => failed(request.error)
  })
  opened.catch(() => (opened = null))
  return opened
}

/**
 * Every key [root, …]: the second part is a text.
 * @param {string} root
 */
const keysUnder = root => IDBKeyRange.bound([root], [root, '\uffff'])

/**
 * The keys themselves: [root, digest or name of a tab].
 * @param {IDBObjectStore} store
 * @param {string} root
 */
const keysOf = async (store, root) => /** @type {[string, string][]} */ (await requestDone(store.getAllKeys(keysUnder(root))))

/**
 * Records under a root.
 * @param {string} root
 * @returns {Promise<WorkRecord[]>}
 */
export async function records(root) {
  const work = (await database()).transaction('works')
  return requestDone(work.objectStore('works').getAll(keysUnder(root)))
}

/**
 * Digests that are here.
 * @param {string} root
 * @returns {Promise<Set<string>>}
 */
export async function digests(root) {
  const work = (await database()).transaction('blobs')
  return new Set((await keysOf(work.objectStore('blobs'), root)).map(([, digest]) => digest))
}

/**
 * [[path, Blob], …] of a record's files; a Blob may be missing where the browser has dropped it.
 * @param {string} root
 * @param {WorkRecord} record
 * @returns {Promise<[string, Blob | undefined][]>}
 */
export async function files(root, record) {
  const blobs = (await database()).transaction('blobs').objectStore('blobs')
  return Promise.all(
    record.files.map(
      async ([path, digest]) => /** @type {[string, Blob | undefined]} */ ([path, await requestDone(blobs.get([root, digest]))]),
    ),
  )
}

/**
 * Puts a record with the files that are new (digest → Blob), and leaves of the others only `stay`. All or nothing.
 * @param {string} root
 * @param {WorkRecord} record
 * @param {Map<string, Blob>} fresh
 * @param {WorkRecord[]} stay
 */
export async function putRecord(root, record, fresh, stay) {
  const work = (await database()).transaction(['works', 'blobs'], 'readwrite')
  const done = transactionDone(work)
  const [works, blobs] = ['works', 'blobs'].map(name => work.objectStore(name))
  const keep = [record, ...stay]
  const needed = new Set(keep.flatMap(({ files }) => files.map(([, digest]) => digest)))
  for (const key of await keysOf(works, root)) if (!keep.some(({ tab }) => tab === key[1])) works.delete(key)
  for (const key of await keysOf(blobs, root)) if (!needed.has(key[1])) blobs.delete(key)
  for (const [digest, blob] of fresh) if (needed.has(digest)) blobs.put(blob, [root, digest])
  works.put(record, [root, record.tab])
  return done
}

/**
 * Nothing is left under a root.
 * @param {string} root
 */
export async function deleteAll(root) {
  const work = (await database()).transaction(['works', 'blobs'], 'readwrite')
  for (const name of ['works', 'blobs']) work.objectStore(name).delete(keysUnder(root))
  return transactionDone(work)
}

/**
 * Whether there is nothing under a root.
 * @param {string} root
 */
export async function isEmpty(root) {
  const work = (await database()).transaction(['works', 'blobs'])
  const counted = await Promise.all(['works', 'blobs'].map(name => requestDone(work.objectStore(name).count(keysUnder(root)))))
  return counted.every(n => n === 0)
}

/**
 * One record goes, and the files that no other needs.
 * @param {string} root
 * @param {string} tab
 */
export async function deleteRecord(root, tab) {
  const work = (await database()).transaction(['works', 'blobs'], 'readwrite')
  const done = transactionDone(work)
  const [works, blobs] = ['works', 'blobs'].map(name => work.objectStore(name))
  works.delete([root, tab])
  const needed = new Set(
    /** @type {WorkRecord[]} */ (await requestDone(works.getAll(keysUnder(root)))).flatMap(({ files }) =>
      files.map(([, digest]) => digest),
    ),
  )
  for (const key of await keysOf(blobs, root)) if (!needed.has(key[1])) blobs.delete(key)
  return done
}
