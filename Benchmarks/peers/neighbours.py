"""Precision and recall, density and coverage by torch-fidelity, prdc and scikit-learn."""

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


def scikit_learn(options):
    from sklearn.metrics.pairwise import euclidean_distances
    from sklearn.neighbors import NearestNeighbors

    def radii(x):
        neighbours = NearestNeighbors(n_neighbors=options.k, algorithm="brute", n_jobs=2).fit(x)
        # Asked about the points that it knows, it leaves each out of its own neighbours.
        return neighbours.kneighbors()[0][:, -1]

    def work():
        real, generated = sets(options)
        distances = euclidean_distances(generated, real)
        return {
            "precision": (distances <= radii(real)).any(axis=1).mean(),
            "recall": (distances <= radii(generated)[:, None]).any(axis=0).mean(),
        }

    return timed(work)
