// The digit that is on the board when the page opens: a 3, in the bytes of strokes.js.

export const START_DIGIT =
  'FiwATThTMFsqZSRvIXofhh6RH5sipCerLbA2skCxS65VqF6hZZhrj2-Fc3p1cHZ-dop4lnugf6iFr4y0lLeduae4srW_r8mn0p7Yk92H4Hvhb-Bj3VjYTtJG' + 'yg'
