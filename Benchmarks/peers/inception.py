"""The Inception Score by torch-fidelity and torchmetrics, which both take logits."""

from clock import features, timed


def logits(options):
    import torch

    return torch.from_numpy(features(options.files[0], options.precision))


def torch_fidelity(options):
    from torch_fidelity.metric_isc import isc_features_to_metric

    return timed(lambda: isc_features_to_metric(logits(options), splits=10, shuffle=False))


def torchmetrics(options):
    import torch
    from torchmetrics.image.inception import InceptionScore

    def work():
        scores = logits(options)
        torch.manual_seed(2020)
        # The logits are given in place of the images, and the network leaves them as they are.
        metric = InceptionScore(feature=torch.nn.Identity(), splits=10)
        metric.update(scores)
        mean, spread = metric.compute()
        return {"inception_score_mean": mean, "inception_score_std": spread}

    return timed(work)
