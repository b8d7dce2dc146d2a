// A file of features as a source of rows: calculations that read rows again and again, wherever they are, checked for NaN and infinities.

import LinearAlgebra

extension RowReader: RowSource, RowBlocks {
    public typealias Element = Double
}
