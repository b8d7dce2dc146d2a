// A file of features as a source of rows for kernels that read any range of them.

import LinearAlgebra

extension RowReader: RowSource {}
