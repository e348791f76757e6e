// What Explain is set to, how a link says it, and what is counted on its heats. Pure.
//   method   key of a method        stage   name of a layer, null: the method's own choice
//   classes  [a, b], null where the answer's own first two are meant
//   square   { top, left, size, fill: black | blur } in pixels of the network's input, null: nothing is covered
//   scale    class | both: one scale for each heat, or one for the two
//   opacity  0 … 1
//   points   of a method that offers several numbers of them, null: the usual one

export const SCALES = ['class', 'both']
export const FILLS = ['black', 'blur']
export const FIRST = { method: 'grad_cam', stage: null, classes: [null, null], square: null, scale: 'class', opacity: 0.9, points: null }
const EXTREME = 0.995 // of |v| that the ends of a signed scale hold
const BLUR = 1 / 12 // standard deviation of the blur, of the picture's side

// What a link says

export const KEYS = /** @type {(keyof import('../kit/state.js').TabStates['explain'])[]} */ (Object.keys(FIRST))
export const READ = {
  method: text => (/^[a-z_]{1,40}$/.test(text) ? text : undefined),
  stage: text => (text.length <= 120 && /^[\w.:-]+$/.test(text) ? text : undefined),
  classes: text => (/^(\d{1,5}|-)_(\d{1,5}|-)$/.test(text) ? text : undefined),
  square: text => (/^\d{1,4}_\d{1,4}_\d{1,4}(_blur)?$/.test(text) ? text : undefined),
  heat_scale: text => (SCALES.includes(text) ? text : undefined),
  points: text => (/^\d{1,4}$/.test(text) ? Number(text) : undefined),
  opacity: text => (text.trim() !== '' && Number(text) >= 0 && Number(text) <= 1 ? Number(text) : undefined),
}
/** What a link need not say. */
export const START = { method: FIRST.method, classes: '-_-', heat_scale: FIRST.scale, opacity: FIRST.opacity }

/** What a link said (see READ), as settings. */
export function fromLink(said) {
  const square = said.square?.split('_')
  return {
    method: said.method ?? FIRST.method,
    stage: said.stage ?? null,
    classes: (said.classes ?? START.classes).split('_').map(one => (one === '-' ? null : Number(one))),
    square: square ? { top: Number(square[0]), left: Number(square[1]), size: Number(square[2]), fill: square[3] ?? 'black' } : null,
    scale: said.heat_scale ?? FIRST.scale,
    opacity: said.opacity ?? FIRST.opacity,
    points: said.points ?? null,
  }
}

/** Settings as a link says them. */
export const toLink = ({ method, stage, classes, square, scale, opacity, points }) => ({
  method,
  stage,
  classes: (classes ?? FIRST.classes).map(one => one ?? '-').join('_'),
  square: square && [square.top, square.left, square.size, ...(square.fill === 'blur' ? ['blur'] : [])].join('_'),
  heat_scale: scale,
  opacity,
  points,
})

// What is asked

/** The classes by logit, the largest first; among equals as they lie. */
export const classesByLogit = logits => Array.from(logits, (_, i) => i).sort((a, b) => logits[b] - logits[a] || a - b)

/**
 * The two classes that are looked at: those chosen, else the answer's own first ones; never the same twice.
 * @param {any} logits
 * @param {any} list
 */
export function comparedClasses(logits, [a, b]) {
  const order = classesByLogit(logits)
  const legal = one => (one !== null && one < logits.length ? one : null)
  const first = legal(a) ?? order.find(one => one !== legal(b)) ?? 0
  const second = legal(b) === first ? null : legal(b)
  return [first, second ?? order.find(one => one !== first) ?? first]
}

/** The method that is used: the one that is wanted, else one that this network can have. */
export function usable(methods, wanted, stages) {
  const can = methods.filter(method => method.at === 'input' || stages.length)
  return can.find(method => method.key === wanted) ?? can[0]
}

/** How many points are asked for: those that are wanted, where the method offers them; null where it takes none. */
export const pointsOf = ({ points = [] }, wanted) => (points.includes(wanted) ? wanted : (points[0] ?? null))

/** The name of a stage as its place has room for it: the block, where it alone stands for it. */
export function shortName(name, names, most = 10) {
  const block = name.split('.')[0]
  const alone = names.filter(other => other.split('.')[0] === block).length === 1
  const text = alone ? block : name
  return text.length <= most ? text : `…${text.slice(1 - most)}`
}

// The square

/**
 * A square that lies in the picture [height, width].
 * @param {any} parts
 * @param {any} list
 */
export function clampSquare({ top, left, size, fill }, [height, width]) {
  const side = Math.max(1, Math.min(Math.round(size), height, width))
  const within = (at, whole) => Math.max(0, Math.min(whole - side, Math.round(at)))
  return { top: within(top, height), left: within(left, width), size: side, fill }
}

/**
 * uint8 [height, width, channel] blurred by a Gaussian, edges mirrored.
 * @param {any} values
 * @param {any} list
 */
export function blurred(values, [height, width, channels]) {
  const along = (from, length, stride, starts) => {
    const sigma = BLUR * length
    const reach = Math.min(length - 1, Math.round(3 * sigma))
    const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)))
    const total = kernel.reduce((a, b) => a + b, 0)
    const to = new Float64Array(from.length)
    const mirrored = at => (at < 0 ? -at : at >= length ? 2 * (length - 1) - at : at)
    for (const start of starts)
      for (let at = 0; at < length; at++) {
        let sum = 0
        for (let i = -reach; i <= reach; i++) sum += kernel[i + reach] * from[start + mirrored(at + i) * stride]
        to[start + at * stride] = sum / total
      }
    return to
  }
  const columns = Array.from({ length: width * channels }, (_, i) => i)
  const rows = Array.from({ length: height * channels }, (_, i) => Math.floor(i / channels) * width * channels + (i % channels))
  return Uint8Array.from(along(along(values, height, width * channels, columns), width, channels, rows), Math.round)
}

/**
 * The picture with the square laid on it; `fog`: the blurred picture, where the square blurs.
 * @param {any} parts
 * @param {any} square
 * @param {any} fog
 */
export function occluded({ values, shape: [height, width, channels] }, square, fog) {
  const { top, left, size } = clampSquare(square, [height, width])
  const made = values.slice()
  for (let y = top; y < top + size; y++) {
    const [from, to] = [(y * width + left) * channels, (y * width + left + size) * channels]
    if (fog) made.set(fog.subarray(from, to), from)
    else made.fill(0, from, to)
  }
  return made
}

/**
 * Which part of the picture, and of the positive heat, lies under the square; NaN where there is no positive heat.
 * @param {any} map
 * @param {number[]} size
 * @param {any} square
 */
export function occludedShare(map, [height, width], square) {
  const { top, left, size } = clampSquare(square, [height, width])
  let all = 0
  let under = 0
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const v = Math.max(0, map[y * width + x])
      all += v
      if (y >= top && y < top + size && x >= left && x < left + size) under += v
    }
  return { picture: (size * size) / (height * width), heat: all > 0 ? under / all : NaN }
}

// The heat maps

/** Where the scale of a heat ends: its maximum; of one with a value of its own for each pixel (`fine`) what holds all but a few of them. */
export function endOf(map, fine) {
  const sizes = Float32Array.from(map, Math.abs).sort()
  return sizes[fine ? Math.floor(EXTREME * (sizes.length - 1)) : sizes.length - 1] || 0
}

function ranks(values) {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b])
  const made = new Float64Array(values.length)
  for (let from = 0; from < order.length;) {
    let to = from
    while (to < order.length && values[order[to]] === values[order[from]]) to++
    for (let i = from; i < to; i++) made[order[i]] = (from + to - 1) / 2 // equals share their rank
    from = to
  }
  return made
}

/** Spearman's rank correlation; NaN where one of them is the same everywhere. */
export function rankCorrelation(a, b) {
  const [x, y] = [ranks(a), ranks(b)]
  const mean = (a.length - 1) / 2
  let [xy, xx, yy] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i] - mean, y[i] - mean]
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  }
  return xx && yy ? xy / Math.sqrt(xx * yy) : NaN
}

/**
 * How alike two heat maps are: { r, sums (whether they were compared before a ReLU cut them) }. An untrained network's sum is often negative
 * everywhere, and what the ReLU leaves of it says nothing.
 */
export function compareHeatmaps(heat, twin) {
  const sums = heat.sums !== null && twin.sums !== null
  const [one, other] = sums ? [heat.sums, twin.sums] : [heat.map, twin.map]
  return { r: rankCorrelation(one, other), sums }
}

/** The line where a map [height, width] passes a level, as segments [x0, y0, x1, y1] in pixels: marching squares over pixel centres. */
export function contour(map, [height, width], level) {
  const found = []
  const cut = (a, b) => (level - a) / (b - a)
  for (let y = 0; y + 1 < height; y++)
    for (let x = 0; x + 1 < width; x++) {
      const [a, b, c, d] = [map[y * width + x], map[y * width + x + 1], map[(y + 1) * width + x + 1], map[(y + 1) * width + x]]
      const ends = []
      if (a > level !== b > level) ends.push([x + cut(a, b), y])
      if (b > level !== c > level) ends.push([x + 1, y + cut(b, c)])
      if (c > level !== d > level) ends.push([x + cut(d, c), y + 1])
      if (d > level !== a > level) ends.push([x, y + cut(a, d)])
      for (let i = 0; i + 1 < ends.length; i += 2) found.push([...ends[i], ...ends[i + 1]].map(v => v + 0.5))
    }
  return found
}
