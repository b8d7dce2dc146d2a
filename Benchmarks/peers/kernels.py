"""The KID and the CMMD by torch-fidelity, torchmetrics and scikit-learn."""

from clock import features, timed


def sets(options):
    return [features(path, options.precision) for path in options.files]


def subsets(options, real):
    """How many subsets of how many samples: the whole sets are one subset of all, where both sets have as many."""
    return (1, len(real)) if options.whole else (options.subsets, options.subset_size)


def named(mean, spread, options):
    if options.whole:
        return {"kernel_inception_distance_full": mean}
    return {"kernel_inception_distance_mean": mean, "kernel_inception_distance_std": spread}


def torch_fidelity_kid(options):
    import torch
    from torch_fidelity.metric_kid import kid_features_to_metric

    def work():
        real, generated = map(torch.from_numpy, sets(options))
        count, size = subsets(options, real)
        found = kid_features_to_metric(real, generated, kid_subsets=count, kid_subset_size=size, verbose=False)
        return named(*found.values(), options)

    return timed(work)


def torchmetrics_kid(options):
    import torch
    from torchmetrics.image.kid import KernelInceptionDistance

    def work():
        real, generated = map(torch.from_numpy, sets(options))
        torch.manual_seed(2020)
        # The features are given in place of the images, and the network leaves them as they are.
        count, size = subsets(options, real)
        metric = KernelInceptionDistance(feature=torch.nn.Identity(), subsets=count, subset_size=size)
        metric.update(real, real=True)
        metric.update(generated, real=False)
        return named(*metric.compute(), options)

    return timed(work)


def scikit_learn_kid(options):
    from sklearn.metrics.pairwise import polynomial_kernel

    def work():
        real, generated = sets(options)

        def pairs(x, y):
            return polynomial_kernel(x, y, degree=3, gamma=1 / x.shape[1], coef0=1)

        def within(x):
            kernel = pairs(x, x)
            return (kernel.sum() - kernel.trace()) / (len(x) * (len(x) - 1))

        between = pairs(real, generated).mean()
        return {"kernel_inception_distance_full": within(real) + within(generated) - 2 * between}

    return timed(work)


# The σ of the CMMD's Gaussian kernel, and the factor that its authors print it with (Jayasumana et al., 2024).
SIGMA, SCALE = 10, 1000


def scikit_learn_cmmd(options):
    from sklearn.metrics.pairwise import rbf_kernel

    def work():
        real, generated = sets(options)

        def mean(x, y):
            return rbf_kernel(x, y, gamma=1 / (2 * SIGMA**2)).mean()

        return {"cmmd": SCALE * (mean(real, real) + mean(generated, generated) - 2 * mean(real, generated))}

    return timed(work)
