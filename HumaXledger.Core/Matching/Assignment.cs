using HumaXledger.Core.Matching.Weights;

namespace HumaXledger.Core.Matching;

/// <summary>
/// A possible pair: the positions of a Huma and of an Xledger record, and the strength of the evidence in bits.
/// </summary>
internal readonly record struct Edge(int Huma, int Xledger, double Strength, Signs Signs)
{
    private Weight Seen => new(Strength + ComparisonLevels.Prior, Signs);

    /// <summary>See <see cref="Weight.SharesKey"/>.</summary>
    public bool SharesKey => Seen.SharesKey;

    /// <summary>
    /// Whether a value that belongs to one person agrees, and nothing excludes that the two are the same person.
    /// </summary>
    public bool HasOwnKey => (SharesKey || (Signs & Signs.UniqueEmploymentId) != Signs.None) && !IsExcluded;

    /// <summary>Whether a contradiction makes the same person implausible.</summary>
    public bool IsExcluded => Seen.Excluding is not null;
}

/// <summary>
/// Picks pairs so that no person is in two and the sum of squared strengths is greatest. Squaring makes one strong pair
/// count for more than two weak ones. Exact for groups of up to <see cref="LargestExact"/> people per side (Hungarian
/// method, cubic), greedy by strength beyond that.
/// </summary>
internal static class Assignment
{
    /// <summary>The largest number of people per side that is solved exactly.</summary>
    public const int LargestExact = 60;

    /// <summary>
    /// The picked edges, by <c>Huma</c>. The edges must be sorted by <c>Huma</c>, then <c>Xledger</c>; the result
    /// depends on nothing else.
    /// </summary>
    /// <param name="edges">The possible pairs.</param>
    /// <param name="huma">The number of Huma records.</param>
    /// <param name="xledger">The number of Xledger records.</param>
    public static List<Edge> Solve(List<Edge> edges, int huma, int xledger)
    {
        var picked = new List<Edge>(edges.Count);
        var contested = Contested(edges, huma, xledger, picked);
        var solved = new List<Edge>[contested.Count];
        Parallel.For(0, contested.Count, index => solved[index] = Solve(contested[index]));
        foreach (var some in solved)
        {
            picked.AddRange(some);
        }

        picked.Sort(static (a, b) => a.Huma.CompareTo(b.Huma));
        return picked;
    }

    private static List<Edge> Solve(List<Edge> group)
    {
        var huma = group.Select(edge => edge.Huma).Distinct().ToArray();
        var xledger = group.Select(edge => edge.Xledger).Distinct().Order().ToArray();
        return huma.Length <= LargestExact && xledger.Length <= LargestExact
            ? Exact(group, huma, xledger)
            : StrongestFirst(group);
    }

    /// <summary>
    /// The edges by connected component, each in the order given; <paramref name="alone"/> receives those without
    /// competition.
    /// </summary>
    private static List<List<Edge>> Contested(List<Edge> edges, int huma, int xledger, List<Edge> alone)
    {
        // Xledger's positions follow Huma's.
        var root = new int[huma + xledger];
        for (var node = 0; node < root.Length; node++)
        {
            root[node] = node;
        }

        foreach (var edge in edges)
        {
            root[Find(edge.Huma)] = Find(huma + edge.Xledger);
        }

        var size = new int[root.Length];
        foreach (var edge in edges)
        {
            size[Find(edge.Huma)]++;
        }

        var place = new Dictionary<int, int>();
        var groups = new List<List<Edge>>();
        foreach (var edge in edges)
        {
            var key = Find(edge.Huma);
            if (size[key] == 1)
            {
                alone.Add(edge);
                continue;
            }

            if (!place.TryGetValue(key, out var index))
            {
                place[key] = index = groups.Count;
                groups.Add(new List<Edge>(size[key]));
            }

            groups[index].Add(edge);
        }

        return groups;

        int Find(int node)
        {
            while (root[node] != node)
            {
                node = root[node] = root[root[node]];
            }

            return node;
        }
    }

    private static List<Edge> StrongestFirst(List<Edge> group)
    {
        var takenHuma = new HashSet<int>();
        var takenXledger = new HashSet<int>();
        var picked = new List<Edge>();
        foreach (
            var edge in group
                .OrderByDescending(edge => edge.Strength)
                .ThenBy(edge => edge.Huma)
                .ThenBy(edge => edge.Xledger)
        )
        {
            if (!takenHuma.Contains(edge.Huma) && !takenXledger.Contains(edge.Xledger))
            {
                takenHuma.Add(edge.Huma);
                takenXledger.Add(edge.Xledger);
                picked.Add(edge);
            }
        }

        return picked;
    }

    /// <summary>The Hungarian method with potentials on a square matrix; missing edges have no gain.</summary>
    private static List<Edge> Exact(List<Edge> group, int[] huma, int[] xledger)
    {
        var size = Math.Max(huma.Length, xledger.Length);
        var cost = new double[size + 1, size + 1];
        var at = new Dictionary<(int Row, int Column), Edge>(group.Count);
        foreach (var edge in group)
        {
            var cell = (Array.BinarySearch(huma, edge.Huma) + 1, Array.BinarySearch(xledger, edge.Xledger) + 1);
            at[cell] = edge;
            cost[cell.Item1, cell.Item2] = -edge.Strength * edge.Strength;
        }

        var rowPotential = new double[size + 1];
        var columnPotential = new double[size + 1];
        var rowOf = new int[size + 1];
        var cameFrom = new int[size + 1];
        for (var row = 1; row <= size; row++)
        {
            rowOf[0] = row;
            var column = 0;
            var least = new double[size + 1];
            Array.Fill(least, double.PositiveInfinity);
            var visited = new bool[size + 1];
            do
            {
                visited[column] = true;
                var current = rowOf[column];
                var delta = double.PositiveInfinity;
                var next = 0;
                for (var other = 1; other <= size; other++)
                {
                    if (visited[other])
                    {
                        continue;
                    }

                    var reduced = cost[current, other] - rowPotential[current] - columnPotential[other];
                    if (reduced < least[other])
                    {
                        least[other] = reduced;
                        cameFrom[other] = column;
                    }

                    if (least[other] < delta)
                    {
                        delta = least[other];
                        next = other;
                    }
                }

                for (var other = 0; other <= size; other++)
                {
                    if (visited[other])
                    {
                        rowPotential[rowOf[other]] += delta;
                        columnPotential[other] -= delta;
                    }
                    else
                    {
                        least[other] -= delta;
                    }
                }

                column = next;
            } while (rowOf[column] != 0);

            do
            {
                var before = cameFrom[column];
                rowOf[column] = rowOf[before];
                column = before;
            } while (column != 0);
        }

        var picked = new List<Edge>(huma.Length);
        for (var column = 1; column <= size; column++)
        {
            if (at.TryGetValue((rowOf[column], column), out var edge))
            {
                picked.Add(edge);
            }
        }

        return picked;
    }
}
