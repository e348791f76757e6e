"""Is this space taken? A car park that is drawn by a seed, in five kinds of weather, and three ways to read its spaces.

The task is that of PKLot: Almeida, Oliveira, Britto, Silva and Koerich, "PKLot – A robust dataset for parking lot classification", Expert
Systems with Applications 42, 2015. Its photographs are not here; ours are drawn.
"""
