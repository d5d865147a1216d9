using HumaXledger.Core.Xledger.Documents;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>
/// Distributes people over requests that take <see cref="MutationSender.NodesPerRequest"/> nodes each. The records of
/// one person stay together, so that a lost answer concerns as few people as possible. Those with most records come
/// first, into the first request with room for them (first fit, decreasing), so that the last few nodes of a request
/// are used too.
/// </summary>
internal static class RequestPacking
{
    private static readonly Part[] Parts = [Part.Employee, Part.Contact, Part.Supplier];

    /// <summary>The people of each request.</summary>
    /// <param name="aliased">Whether the mutations of all records share a request; otherwise each has its own.</param>
    public static IReadOnlyList<IReadOnlyList<T>> Of<T>(
        IEnumerable<T> people,
        Func<T, IReadOnlyCollection<Part>> records,
        bool aliased
    )
    {
        var requests = new List<Request<T>>();
        foreach (
            var (person, parts) in people
                .Select(person => (Person: person, Parts: records(person)))
                .OrderByDescending(one => one.Parts.Count)
        )
        {
            var request = requests.Find(request => request.Takes(parts, aliased));
            if (request is null)
            {
                requests.Add(request = new Request<T>());
            }

            request.Add(person, parts);
        }

        return [.. requests.Select(request => request.People)];
    }

    private sealed class Request<T>
    {
        private readonly Dictionary<Part, int> _nodes = Parts.ToDictionary(part => part, _ => 0);

        public List<T> People { get; } = [];

        public bool Takes(IReadOnlyCollection<Part> parts, bool aliased) =>
            aliased
                ? _nodes.Values.Sum() + parts.Count <= MutationSender.NodesPerRequest
                : parts.All(part => _nodes[part] < MutationSender.NodesPerRequest);

        public void Add(T person, IEnumerable<Part> parts)
        {
            People.Add(person);
            foreach (var part in parts)
            {
                _nodes[part]++;
            }
        }
    }
}
