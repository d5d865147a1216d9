namespace HumaXledger.Core.Matching.Weights;

/// <summary>
/// The comparison vector of one pair: for each attribute the observed level, by its learned place; 0 where a value is
/// not known.
/// </summary>
internal readonly record struct Pattern(ulong Bits)
{
    private const int Width = 6;
    private const int Mask = (1 << Width) - 1;

    public Pattern With(ComparisonLevel level) => new(Bits | ((ulong)level.Learned << ((int)level.Comparator * Width)));

    public Enumerator GetEnumerator() => new(Bits);

    public ref struct Enumerator(ulong bits)
    {
        private ulong _rest = bits;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest == 0)
            {
                return false;
            }

            while ((_rest & Mask) == 0)
            {
                _rest >>= Width;
            }

            Current = (int)(_rest & Mask);
            _rest >>= Width;
            return true;
        }
    }
}
