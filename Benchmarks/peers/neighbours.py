"""Precision and recall, density and coverage by torch-fidelity and prdc."""

from clock import features, timed


def sets(options):
    return [features(path, options.precision) for path in options.files]


def torch_fidelity(options):
    import torch
    from torch_fidelity.metric_prc import prc_features_to_metric

    def work():
        real, generated = map(torch.from_numpy, sets(options))
        # It takes the generated set first.
        return prc_features_to_metric(generated, real, prc_neighborhood=options.k, verbose=False)

    return timed(work)


def prdc(options):
    from prdc import compute_prdc

    return timed(lambda: compute_prdc(*sets(options), nearest_k=options.k))
