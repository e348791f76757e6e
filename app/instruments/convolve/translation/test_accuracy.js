// Test digits read right, in percent, when all 10,000 of MNIST are moved after their preparation. From the model cards, which the
// recipes write (`assets/weights/lenet5.md`, `mlp.md`); a test compares.
export const TEST_ACCURACY = {
  pixels: [0, 2, 4, 6],
  lenet5: [99.56, 99.25, 94.31, 61.37],
  mlp: [98.56, 97.11, 79.4, 33.32],
}
