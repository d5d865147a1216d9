using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma.Writing;

/// <summary>
/// Huma's register of job titles: a position refers to a title by id (contracts/huma.md 2.9). Read once per client,
/// then searched and added to; names are equal without regard to case and spaces. Serialized by a lock, so that two
/// people with the same new title do not create it twice.
/// </summary>
internal sealed class JobTitles(HumaCalls calls)
{
    private const string Register = "/job-titles";

    /// <summary>Whether two names mean the same title.</summary>
    public static bool AreSame(string? one, string? other) =>
        JobTitle.RegisterKey(one ?? "") == JobTitle.RegisterKey(other ?? "");

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<string, string> _spelled = [];
    private readonly Dictionary<string, string> _ids = [];
    private bool _read;

    /// <summary>The title's id, or why it could not be created.</summary>
    public async Task<(string? Id, Reason? Refused)> FindOrCreateAsync(string name, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var before = _read;
            if (!_read)
            {
                await ReadAsync(HumaCall.Get(Register), cancellation);
                _read = true;
            }

            if ((Known(name) ?? (before ? await SearchAsync(name, cancellation) : null)) is { } id)
            {
                return (id, null);
            }

            return await CreateAsync(name, cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<(string? Id, Reason? Refused)> CreateAsync(
        string name,
        CancellationToken cancellation,
        bool again = false
    )
    {
        var call = HumaCall.Send(HttpMethod.Post, Register, new JsonObject { ["name"] = name });
        try
        {
            using var answer = await calls.SendAsync(call, cancellation);
            if (answer.Refusal is { } refusal)
            {
                return refusal.IsDuplicate && await SearchAsync(name, cancellation) is { } known
                    ? (known, null)
                    : (null, WriteLog.ReasonOf(refusal, call.Where));
            }

            var id = answer.Root.Id() ?? throw HumaFaults.Unexpected(call, "id");
            Remember(name, id);
            return (id, null);
        }
        catch (HumaFault fault) when (fault.OutcomeUnknown && !again)
        {
            return await SearchAsync(name, cancellation) is { } known
                ? (known, null)
                : await CreateAsync(name, cancellation, again: true);
        }
    }

    private async Task<string?> SearchAsync(string name, CancellationToken cancellation)
    {
        await ReadAsync(HumaCall.Get(Register).With($"search={Uri.EscapeDataString(name)}"), cancellation);
        return Known(name);
    }

    private async Task ReadAsync(HumaCall call, CancellationToken cancellation)
    {
        using var answer = await calls.ReadAsync(call, cancellation);
        // The specification says a plain array; all other lists are pages.
        var titles =
            answer.Root.ValueKind == JsonValueKind.Array ? answer.Root.EnumerateArray() : answer.Root.Items("items");
        foreach (var title in titles)
        {
            if (title.Id() is { } id && title.Text("name") is { } name)
            {
                Remember(name, id);
            }
        }
    }

    // A title in exactly this spelling takes precedence over one that differs in case.
    private string? Known(string name) =>
        _spelled.GetValueOrDefault(JobTitle.Normalise(name)) ?? _ids.GetValueOrDefault(JobTitle.RegisterKey(name));

    private void Remember(string name, string id)
    {
        _spelled.TryAdd(JobTitle.Normalise(name), id);
        _ids.TryAdd(JobTitle.RegisterKey(name), id);
    }
}
