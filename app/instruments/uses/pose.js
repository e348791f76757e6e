// How five points of a face move: by handles, as the points of a simple head would, or as another face's points have moved. Pure.

/** @typedef {import('./animation/thin_plate.js').Place} Place */
/** @typedef {{ turn: number, nod: number, tilt: number, smile: number }} Pose each −1 … 1 */

export const HANDLES = /** @type {const} */ (['turn', 'nod', 'tilt', 'smile'])
export const REST = /** @type {Pose} */ ({ turn: 0, nod: 0, tilt: 0, smile: 0 })
const MOST = { turn: 0.45, nod: 0.4, tilt: 0.3, smile: 0.22 } // radians, radians, radians, and a share of the distance between the eyes
const DEPTH = [0, 0, 0.75, 0.25, 0.25] // of both eyes, nose, both corners of the mouth before the plane of the eyes, in distances between the eyes

/** @param {Place[]} points @returns {Place} */
const middle = points => [
  points.reduce((sum, [x]) => sum + x, 0) / points.length,
  points.reduce((sum, [, y]) => sum + y, 0) / points.length,
]
/** @param {Place[]} points left eye, right eye, … */
const apart = ([a, b]) => Math.hypot(b[0] - a[0], b[1] - a[1])

/**
 * Five points of a face as a pose moves them: the head turns about an axis behind the eyes, seen from far away; a smile draws the corners of
 * the mouth outwards and up.
 * @param {Place[]} points left eye, right eye, nose, left and right corner of the mouth, as the picture shows them
 * @param {Pose} pose
 * @returns {Place[]}
 */
export function posed(points, { turn, nod, tilt, smile }) {
  const [size, centre] = [apart(points), middle(points)]
  const [yaw, pitch, roll] = [turn * MOST.turn, nod * MOST.nod, tilt * MOST.tilt]
  return points.map(([x, y], i) => {
    let [u, v] = [x - centre[0], y - centre[1]]
    if (i > 2) {
      u += Math.sign(i - 3.5) * smile * MOST.smile * size
      v -= smile * 0.5 * MOST.smile * size
    }
    const depth = DEPTH[i] * size
    u = u * Math.cos(yaw) + depth * Math.sin(yaw)
    v = v * Math.cos(pitch) + depth * Math.sin(pitch)
    return [centre[0] + u * Math.cos(roll) - v * Math.sin(roll), centre[1] + u * Math.sin(roll) + v * Math.cos(roll)]
  })
}

/**
 * The points of a portrait moved as another face's have moved since its first picture: relative, so that neither face takes the other's shape
 * (the way of first-order motion models: Siarohin et al., NeurIPS 2019). The shift of the whole head is left out: the frame stands still.
 * @param {Place[]} points of the portrait
 * @param {Place[]} first of the other face, when it began
 * @param {Place[]} now of the other face
 * @returns {Place[]}
 */
export function driven(points, first, now) {
  const scale = apart(points) / apart(first)
  const [from, to] = [middle(first), middle(now)]
  return points.map(([x, y], i) => [
    x + scale * (now[i][0] - to[0] - (first[i][0] - from[0])),
    y + scale * (now[i][1] - to[1] - (first[i][1] - from[1])),
  ])
}

/** A pose as a link says it: "0.5_0_-0.2_0". @param {Pose} pose */
export const poseText = pose => HANDLES.map(name => String(Number(pose[name].toFixed(2)))).join('_')
/** @param {string} text @returns {Pose | undefined} */
export function poseOf(text) {
  if (!/^-?[\d.]{1,5}(_-?[\d.]{1,5}){3}$/.test(text)) return undefined
  const values = text.split('_').map(Number)
  if (!values.every(v => v >= -1 && v <= 1)) return undefined
  return /** @type {Pose} */ (Object.fromEntries(HANDLES.map((name, i) => [name, values[i]])))
}
