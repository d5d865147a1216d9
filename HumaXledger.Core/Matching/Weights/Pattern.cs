namespace HumaXledger.Core.Matching.Weights;

/// <summary>
/// The comparison vector of one pair: the level of each attribute, by its learned index in six bits; 0 where a value is
/// unknown.
/// </summary>
internal readonly record struct Pattern(ulong Bits)
{
    private const int Width = 6;
    private const int Mask = (1 << Width) - 1;

    /// <summary>The pattern with one more level.</summary>
    public Pattern With(ComparisonLevel level) => new(Bits | ((ulong)level.Learned << ((int)level.Comparator * Width)));

    /// <summary>The learned indices of the known attributes.</summary>
    public Enumerator GetEnumerator() => new(Bits);

    /// <summary>See <see cref="GetEnumerator"/>.</summary>
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
