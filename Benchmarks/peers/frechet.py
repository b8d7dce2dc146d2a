"""The FID by pytorch-fid, torchmetrics and torch-fidelity, of two files of statistics or of features."""

from clock import features, timed


def statistics(path):
    """The mean and covariance in a file of statistics, or of the features in a file, as pytorch-fid comes by them."""
    import numpy as np

    if path.endswith(".npz"):
        with np.load(path) as file:
            return file["mu"][:], file["sigma"][:]
    # pytorch-fid collects its float32 activations in an array of float64.
    activations = features(path, "double")
    return np.mean(activations, axis=0), np.cov(activations, rowvar=False)


def named(value):
    return {"frechet_inception_distance": value}


def pytorch_fid(options):
    from pytorch_fid.fid_score import calculate_frechet_distance

    def work():
        (mu1, sigma1), (mu2, sigma2) = map(statistics, options.files)
        return named(calculate_frechet_distance(mu1, sigma1, mu2, sigma2))

    return timed(work)


def torchmetrics(options):
    import torch
    from torchmetrics.image.fid import FrechetInceptionDistance, _compute_fid

    def of_statistics():
        (mu1, sigma1), (mu2, sigma2) = (map(torch.from_numpy, statistics(path)) for path in options.files)
        return named(_compute_fid(mu1, sigma1, mu2, sigma2))

    def of_features():
        real, generated = (torch.from_numpy(features(path, "double")) for path in options.files)
        # The features are given in place of the images, and the network leaves them as they are.
        network = torch.nn.Identity()
        network.num_features = real.shape[1]
        metric = FrechetInceptionDistance(feature=network)
        metric.update(real, real=True)
        metric.update(generated, real=False)
        return named(metric.compute())

    return timed(of_statistics if options.files[0].endswith(".npz") else of_features)


def torch_fidelity(options):
    import torch
    from torch_fidelity.metric_fid import fid_features_to_statistics, fid_statistics_to_metric

    def stored(path):
        if path.endswith(".npz"):
            return dict(zip(("mu", "sigma"), statistics(path)))
        return fid_features_to_statistics(torch.from_numpy(features(path, "double")))

    return timed(lambda: fid_statistics_to_metric(*map(stored, options.files), verbose=False))
