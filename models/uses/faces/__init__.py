"""Faces, found by MTCNN: a pyramid of pictures, three networks one after the other, and every step of it kept.

Zhang, Zhang, Li and Qiao, "Joint Face Detection and Alignment Using Multitask Cascaded Convolutional Networks", IEEE Signal Processing
Letters 23 (10), 2016.
"""
