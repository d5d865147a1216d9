using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>
/// What a message of Huma's webhook says of one person. A message may name several people, and its shape is not
/// certain.
/// </summary>
/// <remarks>
/// What has an id is known by it alone: a namesake's profile is not the person's. A name counts only in an object
/// without an id that is not part of another person's.
/// </remarks>
internal sealed class MessageParts
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Of these an object that is about a person has one at least; an absence, a team or a job title has none.
    private static readonly HashSet<string> OfPeople = new(StringComparer.OrdinalIgnoreCase)
    {
        "email",
        "givenName",
        "familyName",
        "preferredName",
        "displayName",
        "birthDate",
        "phone",
        "homeAddress",
        "bankAccount",
        "identifications",
        "employmentId",
    };

    private readonly string? _id;
    private readonly Guid? _uuid;
    private readonly HashSet<string> _names;

    /// <param name="id">In Huma; null where it is not known.</param>
    /// <param name="names">Case does not matter.</param>
    public MessageParts(HumaId? id, IEnumerable<string> names)
    {
        _id = id?.Value;
        _uuid = Guid.TryParse(_id, out var uuid) ? uuid : null;
        _names = names.Where(name => name.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The person's parts as JSON objects, without what they hold of other people. Of an object about others that
    /// mentions the person by id, only the properties that do. Nothing of a body that is no JSON.
    /// </summary>
    public IReadOnlyList<string> Of(byte[] body)
    {
        if (Parse(body) is not { } document)
        {
            return [];
        }

        using (document)
        {
            return PartsOf(document.RootElement, anyMention: false);
        }
    }

    /// <summary>
    /// Whether the message has to go with the person. Here a name also counts beside the id of something else, such as
    /// an absence; without an id of the person, and in a body that is no JSON, any mention does.
    /// </summary>
    public bool AnyIn(byte[] body)
    {
        if (Parse(body) is not { } document)
        {
            var text = Encoding.UTF8.GetString(body);
            return _names
                .Append(_id)
                .OfType<string>()
                .Any(one => text.Contains(one, StringComparison.OrdinalIgnoreCase));
        }

        using (document)
        {
            return _id is null
                ? Names(document.RootElement, isRoot: true)
                : PartsOf(document.RootElement, anyMention: true).Count > 0;
        }
    }

    private List<string> PartsOf(JsonElement root, bool anyMention)
    {
        var reading = new Reading(this, UsersIn(root), anyMention);
        reading.Visit(root, isRoot: true, ofAnother: false);
        return reading.Found;
    }

    private static JsonDocument? Parse(byte[] body)
    {
        var start = body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        try
        {
            return JsonDocument.Parse(
                JsonHalves.Replaced(body.AsMemory(start)),
                new JsonDocumentOptions { MaxDepth = HumaMessageReader.MaxDepth }
            );
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsTopic(JsonProperty property, bool isRoot) => isRoot && property.NameEquals("topic");

    private bool Names(JsonElement element, bool isRoot) =>
        element.ValueKind switch
        {
            JsonValueKind.String => _names.Contains(element.GetString()!),
            JsonValueKind.Array => element.EnumerateArray().Any(item => Names(item, isRoot: false)),
            JsonValueKind.Object => element
                .EnumerateObject()
                .Any(property => !IsTopic(property, isRoot) && Names(property.Value, isRoot: false)),
            _ => false,
        };

    private bool IsId(JsonElement element) =>
        element.ValueKind == JsonValueKind.String
        && element.GetString() is { } text
        && (
            _uuid is { } uuid && Guid.TryParse(text, out var other)
                ? other == uuid
                : text.Equals(_id, StringComparison.OrdinalIgnoreCase)
        );

    // Whatever is listed as a user is a person, by the id that it has.
    private static HashSet<Guid> UsersIn(JsonElement root)
    {
        var ids = new HashSet<Guid>();
        if (root.ValueKind == JsonValueKind.Object)
        {
            foreach (var users in root.EnumerateObject().Where(property => property.NameEquals("users")))
            {
                Collect(users.Value, ids);
            }
        }

        return ids;
    }

    private static void Collect(JsonElement element, HashSet<Guid> ids)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, ids);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            ids.UnionWith(IdsOf(element));
        }
    }

    private static IEnumerable<Guid> IdsOf(JsonElement item) =>
        item.EnumerateObject()
            .Where(property =>
                property.Value.ValueKind == JsonValueKind.String
                && (
                    property.Name.Equals("id", StringComparison.OrdinalIgnoreCase)
                    || property.Name.Equals("userId", StringComparison.OrdinalIgnoreCase)
                )
            )
            .Select(property => Guid.TryParse(property.Value.GetString(), out var id) ? id : Guid.Empty)
            .Where(id => id != Guid.Empty);

    private sealed class Reading(MessageParts person, HashSet<Guid> users, bool anyMention)
    {
        public List<string> Found { get; } = [];

        // Part by part: the smallest object that is the person's, and no part of it once more.
        public void Visit(JsonElement element, bool isRoot, bool ofAnother)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                {
                    Visit(item, isRoot: false, ofAnother);
                }
            }

            if (element.ValueKind != JsonValueKind.Object)
            {
                return;
            }

            ofAnother = !IsOwn(element) && (ofAnother || IsOfAnother(element));
            var properties = element.EnumerateObject().Where(property => !IsTopic(property, isRoot)).ToList();
            var byName = !ofAnother && (anyMention || !IdsOf(element).Any());
            var isTheirs =
                IsOwn(element)
                || (
                    !ofAnother
                    && properties.Exists(property => person.IsId(property.Value) || (byName && IsName(property.Value)))
                );
            if (isTheirs)
            {
                Found.Add(Written(writer => Copy(writer, element, isRoot)));
            }
            else if (properties.Exists(property => MentionIn(property.Value, byName) is not null))
            {
                Found.Add(Written(writer => Mention(writer, properties, byName)));
            }

            foreach (var property in properties.Where(property => !isTheirs || IsUsers(property, isRoot)))
            {
                Visit(property.Value, isRoot: false, ofAnother);
            }
        }

        private static bool IsUsers(JsonProperty property, bool isRoot) => isRoot && property.NameEquals("users");

        private bool IsOwn(JsonElement item) => person._uuid is { } uuid && IdsOf(item).Contains(uuid);

        private bool IsOfAnother(JsonElement item) =>
            !IsOwn(item)
            && IdsOf(item).Any()
            && (
                IdsOf(item).Any(users.Contains)
                || item.EnumerateObject().Any(property => OfPeople.Contains(property.Name))
            );

        private bool IsName(JsonElement value) =>
            value.ValueKind == JsonValueKind.String && person._names.Contains(value.GetString()!);

        private string? MentionIn(JsonElement value, bool byName) =>
            person.IsId(value) || (byName && IsName(value)) ? value.GetString()
            : value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().Select(item => MentionIn(item, byName)).FirstOrDefault(one => one is not null)
            : null;

        private void Mention(Utf8JsonWriter writer, IEnumerable<JsonProperty> properties, bool byName)
        {
            writer.WriteStartObject();
            foreach (var property in properties)
            {
                if (MentionIn(property.Value, byName) is { } mention)
                {
                    writer.WriteString(property.Name, mention);
                }
            }

            writer.WriteEndObject();
        }

        private void Copy(Utf8JsonWriter writer, JsonElement element, bool isRoot)
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                writer.WriteStartObject();
                foreach (
                    var property in element
                        .EnumerateObject()
                        .Where(property => !IsUsers(property, isRoot) && !IsOthers(property.Value))
                )
                {
                    writer.WritePropertyName(property.Name);
                    Copy(writer, property.Value, isRoot: false);
                }

                writer.WriteEndObject();
            }
            else if (element.ValueKind == JsonValueKind.Array)
            {
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray().Where(item => !IsOthers(item)))
                {
                    Copy(writer, item, isRoot: false);
                }

                writer.WriteEndArray();
            }
            else
            {
                element.WriteTo(writer);
            }
        }

        private bool IsOthers(JsonElement element) => element.ValueKind == JsonValueKind.Object && IsOfAnother(element);

        private static string Written(Action<Utf8JsonWriter> write)
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, Readable))
            {
                write(writer);
            }

            return Encoding.UTF8.GetString(buffer.ToArray());
        }
    }
}
