// The cells whose receipts a visitor has walked through, as a link says them: "conv2@11.4.4~pool1@1.7.8". Pure.
//   a walk    [{ layer, cell: [channel, y, x] or [unit] }, …], the last one is the open receipt; null: none is open

const MOST = 24 // steps of a link
const STEP_PATTERN = /^([\w.:-]{1,120})@(\d{1,6}(?:\.\d{1,6}){0,2})$/

export const READ = {
  receipt: text => {
    const steps = text.split('~').map(part => STEP_PATTERN.exec(part))
    if (steps.length > MOST || !steps.every(Boolean)) return undefined
    return steps.map(([, layer, cell]) => ({ layer, cell: cell.split('.').map(Number) }))
  },
}

const spelled = ({ layer, cell }) => `${layer}@${cell.join('.')}`
export const toLink = walk => (walk?.length ? walk.slice(-MOST).map(spelled).join('~') : null)

export const same = (a, b) => a?.layer === b?.layer && String(a?.cell) === String(b?.cell)

/** Whether each step of a walk is a cell of these layers. */
export function isLegalTrace(walk, layers) {
  return walk.every(({ layer, cell }) => {
    const shape = layers.find(l => l.name === layer)?.shape
    return shape?.length === cell.length && cell.every((at, axis) => at < shape[axis])
  })
}

/**
 * The cell that is pointed at, as a receipt names it.
 * @param {number[]} shape
 * @param {any} parts
 */
export const cellOf = (shape, { channel, row, col }) => (shape.length === 3 ? [channel, row, col] : [channel])
