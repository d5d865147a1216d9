using HumaXledger.Core.Huma.Reading;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.Huma.Writing;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma;

/// <summary>
/// Client of Huma's Open API (contracts/huma.md). Caches the register of job titles and the spelling of bank accounts
/// for its lifetime.
/// </summary>
internal sealed class HumaClient : IHumaClient
{
    /// <summary>The largest page of groups (contracts/huma.md 2.2).</summary>
    private const int GroupsPerPage = 25;

    private static readonly string[] GroupTypes = ["company", "location", "team"];

    private readonly HumaCalls _calls;
    private readonly ListReader _lists;
    private readonly PeopleReader _people;
    private readonly HumaWriting _writing;
    private readonly HumaAdding _adding;

    public HumaClient(HumaCalls calls, int parallelRequests, HumaEmployment settings, TimeProvider clock)
    {
        var bankAccounts = new BankAccounts();
        var pace = new ReadPace(parallelRequests);
        var employment = new EmploymentReader(calls, pace, settings, clock);
        var users = new UserReader(calls, pace, employment, bankAccounts);
        _calls = calls;
        _lists = new ListReader(calls, pace);
        _people = new PeopleReader(_lists, users, pace);
        _writing = new HumaWriting(
            new PositionWriting(calls, new JobTitles(calls), employment),
            new IdentificationWriting(calls, users, clock),
            new ProfileWriting(calls, bankAccounts),
            users
        );
        _adding = new HumaAdding(calls, _lists, _writing);
    }

    public async Task<HumaOrganization> ReadOrganizationAsync(CancellationToken cancellation)
    {
        var credentials = await _calls.RefreshCredentialsAsync(cancellation);
        return
            credentials.OrganizationId is { } organization
            && GivenText.IsUsable(organization, GivenText.LongestOfSystem)
            ? new HumaOrganization(organization)
            : throw new HumaFault(
                HumaFaultCause.Answer,
                new Reason(HumaReasons.AnswerUnexpected, "POST /auth/oauth/token", "organizationId"),
                transient: false
            );
    }

    public async Task<IReadOnlyList<HumaGroup>> ReadGroupsAsync(CancellationToken cancellation)
    {
        var filter = string.Join('&', GroupTypes.Select(type => $"type={type}"));
        var listed = await _lists.ReadAsync(
            "/groups",
            filter,
            GroupsPerPage,
            (id, item) => new HumaGroup(id, item.Text("type") ?? "", NameOf(item.Text("name"), id)),
            cancellation
        );
        return
        [
            .. listed.Items.Where(group =>
                GroupTypes.Contains(group.Type) && GivenText.IsUsable(group.Id, GivenText.LongestOfSystem)
            ),
        ];
    }

    private static string NameOf(string? name, string id) =>
        GivenText.Usable(name, GivenText.LongestOfSystem) is { Length: > 0 } usable ? usable : id;

    public Task<IReadOnlyList<HumaUser>> ReadSomeUsersAsync(int most, CancellationToken cancellation) =>
        _people.ReadSomeAsync(most, cancellation);

    public Task<HumaReading> ReadUsersAsync(
        HumaScope scope,
        IProgress<ReadCount>? progress,
        CancellationToken cancellation
    ) => _people.ReadAsync(scope, progress, cancellation);

    public Task<IReadOnlyDictionary<HumaId, HumaUser>> ReadUsersAsync(
        IReadOnlyCollection<HumaId> ids,
        CancellationToken cancellation
    ) => _people.ReadAsync(ids, cancellation);

    public Task<HumaReading> ReadEachAsync(
        IReadOnlyCollection<HumaId> ids,
        CancellationToken cancellation,
        Func<HumaUser, bool>? readOn = null
    ) => _people.ReadEachAsync(ids, readOn, cancellation);

    public Task<IReadOnlySet<HumaId>> ReadMembersAsync(HumaScope scope, CancellationToken cancellation) =>
        _people.ReadMembersAsync(scope, cancellation);

    public Task<HumaWriteOutcome> WriteAsync(
        HumaUser current,
        IReadOnlyDictionary<Field, FieldValue> values,
        CancellationToken cancellation
    ) => _writing.WriteAsync(current, values, begun: false, cancellation);

    public async Task<IReadOnlyList<HumaUser>> FindByEmailAsync(string email, CancellationToken cancellation)
    {
        var ids = await _adding.FindAsync(email, cancellation);
        return [.. (await ReadUsersAsync([.. ids.Select(id => new HumaId(id))], cancellation)).Values];
    }

    public Task<HumaAddOutcome> AddAsync(
        FieldValues values,
        HumaScope scope,
        CancellationToken cancellation,
        Func<HumaId, Task>? noted = null
    ) => _adding.AddAsync(values, scope, noted, cancellation);

    public Task<HumaAddOutcome> CompleteAsync(HumaUser found, FieldValues values, CancellationToken cancellation) =>
        _adding.CompleteAsync(found, values, cancellation);
}
