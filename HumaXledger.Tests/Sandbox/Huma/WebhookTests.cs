using System.Security.Cryptography;
using System.Text;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Sample;

namespace HumaXledger.Tests.Sandbox.Huma;

public sealed class WebhookTests
{
    private const string Secret = "a secret of nobody";

    [Theory]
    [InlineData(SignatureEncoding.HexLower, false)]
    [InlineData(SignatureEncoding.HexUpper, false)]
    [InlineData(SignatureEncoding.Base64, false)]
    [InlineData(SignatureEncoding.HexLower, true)]
    public async Task Event_IsSignedOverTheRawBodyInTheEncodingOfTheSwitch(SignatureEncoding encoding, bool prefix)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sandbox = await StartAsync(receiver, set =>
            (set.WebhookSignature, set.WebhookSignaturePrefix) = (encoding, prefix)
        );

        await sandbox.PatchAsync(sandbox.Anyone().Id, new { phone = "40000001" });
        await sandbox.World.Webhook.WhenIdleAsync(default);

        var message = Assert.Single(receiver.Messages);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), message.Body);
        var text = encoding switch
        {
            SignatureEncoding.Base64 => Convert.ToBase64String(hash),
            SignatureEncoding.HexUpper => Convert.ToHexString(hash),
            _ => Convert.ToHexStringLower(hash),
        };
        Assert.Equal((prefix ? "sha256=" : "") + text, message.Signature);
        Assert.Equal("Bearer a token of nobody", message.Authorization);
        Assert.Equal("users-update", message.Topic);
        Assert.Equal("users-update", message.Json.GetProperty("topic").GetString());
    }

    [Fact]
    public async Task Event_WithoutSecretAndToken_CarriesNeither()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sandbox = await StartAsync(receiver);
        sandbox.World.Webhook.Options = new() { Url = receiver.Url };

        await sandbox.PatchAsync(sandbox.Anyone().Id, new { phone = "40000001" });
        await sandbox.World.Webhook.WhenIdleAsync(default);

        var message = Assert.Single(receiver.Messages);
        Assert.Equal(("", ""), (message.Signature, message.Authorization));
    }

    [Fact]
    public async Task Events_OfCreatingAndDeletingAUser_HaveTheirOwnTopics()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sandbox = await StartAsync(receiver);

        var id = sandbox.World.HireInHuma();
        await sandbox.World.Webhook.WhenIdleAsync(default);
        sandbox.World.DeleteInHuma(id);
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.Equal(["users-create", "users-delete"], receiver.Messages.Select(message => message.Topic));
        Assert.All(receiver.Messages, message =>
            Assert.Equal(id, Assert.Single(message.Users).GetProperty("id").GetGuid())
        );
        Assert.All(receiver.Messages, message =>
            Assert.EndsWith("@example.no", message.Users[0].GetProperty("email").GetString())
        );
    }

    [Fact]
    public async Task Event_OfAnImport_NamesSeveralUsers()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sandbox = await StartAsync(receiver);
        var ids = sandbox
            .World.Catalogue.Pairs.Where(pair => pair.Agrees)
            .Take(3)
            .Select(pair => pair.HumaId!.Value)
            .ToList();

        Assert.Equal(EditOutcome.Done, sandbox.World.EditInHuma(ids, SandboxField.Gender, "Other"));
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.Equal(
            ids.Order(),
            Assert.Single(receiver.Messages).Users.Select(user => user.GetProperty("id").GetGuid()).Order()
        );
    }

    [Theory]
    [InlineData(WebhookPayload.IdAndEmail, "email,id")]
    [InlineData(WebhookPayload.Changed, "birthDate,email,gender,id")]
    public async Task Event_OfAnUpdate_CarriesTheDataOfTheSwitch(WebhookPayload payload, string properties)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sandbox = await StartAsync(receiver, set => set.WebhookPayload = payload);

        await sandbox.PatchAsync(sandbox.Anyone().Id, new { gender = "", birthDate = "1990-01-01" });
        await sandbox.World.Webhook.WhenIdleAsync(default);

        var user = Assert.Single(receiver.Messages).Users[0];
        Assert.Equal(properties, string.Join(',', user.EnumerateObject().Select(property => property.Name).Order()));
        if (payload == WebhookPayload.Changed)
            Assert.Equal(System.Text.Json.JsonValueKind.Null, user.GetProperty("gender").ValueKind);
    }

    [Fact]
    public async Task Event_WithDuplicatesOn_IsDeliveredTwice()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sandbox = await StartAsync(receiver, set => set.WebhookDuplicates = true);

        await sandbox.PatchAsync(sandbox.Anyone().Id, new { phone = "40000001" });
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.Equal(2, receiver.Messages.Count);
        Assert.Equal(receiver.Messages[0].Body, receiver.Messages[1].Body);
    }

    [Theory]
    [InlineData(true, "0,2,1")]
    [InlineData(false, "0,1,2")]
    public async Task Events_Delayed_AreDeliveredInTheOrderOfTheSwitch(bool reordering, string order)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sandbox = await StartAsync(receiver, set => set.WebhookReordering = reordering);
        var ids = sandbox
            .World.Catalogue.Pairs.Where(pair => pair.Agrees)
            .Take(3)
            .Select(pair => pair.HumaId!.Value)
            .ToList();
        var answer = new TaskCompletionSource();
        receiver.Answering = answer.Task;

        sandbox.World.EditInHuma(ids[0], SandboxField.Gender, "x");
        await receiver.FirstArrived;
        sandbox.World.EditInHuma(ids[1], SandboxField.Gender, "x");
        sandbox.World.EditInHuma(ids[2], SandboxField.Gender, "x");
        answer.SetResult();
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.Equal(
            order,
            string.Join(
                ',',
                receiver.Messages.Select(message => ids.IndexOf(message.Users[0].GetProperty("id").GetGuid()))
            )
        );
    }

    [Theory]
    [InlineData(DeactivationEvent.None, "")]
    [InlineData(DeactivationEvent.Update, "users-update")]
    [InlineData(DeactivationEvent.OwnTopic, "users-activation")]
    public async Task Event_OfADeactivation_FollowsTheSwitch(DeactivationEvent answer, string topics)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sandbox = await StartAsync(receiver, set => set.WebhookDeactivation = answer);

        sandbox.World.DeactivateInHuma(sandbox.Anyone().Id);
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.Equal(topics, string.Join(',', receiver.Messages.Select(message => message.Topic)));
    }

    [Fact]
    public async Task Event_OfAConfirmedEmail_HasATopicOfItsOwn()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sandbox = await StartAsync(receiver);

        sandbox.World.ConfirmEmailInHuma(sandbox.One(SampleSituation.PendingEmail).Id);
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.Equal("users-login-email", Assert.Single(receiver.Messages).Topic);
    }

    [Fact]
    public async Task RequestedEmail_NotConfirmedYet_SendsNoEvent()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sandbox = await StartAsync(receiver);

        await sandbox.PatchAsync(sandbox.Anyone().Id, new { email = "ny@example.no" });
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.Empty(receiver.Messages);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Event_OfAPosition_FollowsTheSwitch(bool reported, int messages)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sandbox = await StartAsync(receiver, set => set.WebhookPositions = reported);

        sandbox.World.EditInHuma(sandbox.Anyone().Id, SandboxField.JobTitle, "Fyrvokter");
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.Equal(messages, receiver.Messages.Count);
    }

    [Fact]
    public async Task Export_SendsEveryPersonWithAllValues()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sandbox = await StartAsync(receiver);

        sandbox.World.ExportFromHuma();
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.All(receiver.Messages, message => Assert.Equal("users-export", message.Topic));
        var reported = receiver
            .Messages.SelectMany(message => message.Users)
            .ToDictionary(user => user.GetProperty("id").GetGuid());
        Assert.Equal(
            sandbox.World.Huma.All().Where(user => user.IsPerson).Select(user => user.Id).Order(),
            reported.Keys.Order()
        );
        var anyone = sandbox.Anyone();
        Assert.Equal(anyone.EmploymentId, reported[anyone.Id].GetProperty("employmentId").GetString());
    }

    [Fact]
    public async Task Delivery_Refused_IsRecordedAndNotRepeated()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Status = 503;
        await using var sandbox = await StartAsync(receiver);

        await sandbox.PatchAsync(sandbox.Anyone().Id, new { phone = "40000001" });
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.Equal(503, Assert.Single(sandbox.World.Webhook.Deliveries).Status);
        Assert.Single(receiver.Messages);
    }

    [Fact]
    public async Task Delivery_RefusedWithRepeatsOn_IsRepeatedWithTheSameBodyUntilAccepted()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Refusals = 2;
        await using var sandbox = await StartAsync(receiver, set => set.WebhookRepeats = 5);

        await sandbox.PatchAsync(sandbox.Anyone().Id, new { phone = "40000001" });
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.Equal([503, 503, 200], sandbox.World.Webhook.Deliveries.Select(delivery => delivery.Status));
        Assert.Single(receiver.Messages.Select(message => Convert.ToHexString(message.Body)).Distinct());
    }

    [Fact]
    public async Task Delivery_NeverAccepted_IsGivenUpAfterTheRepeatsOfTheSwitch()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Status = 503;
        await using var sandbox = await StartAsync(receiver, set => set.WebhookRepeats = 1);

        await sandbox.PatchAsync(sandbox.Anyone().Id, new { phone = "40000001" });
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.Equal([503, 503], sandbox.World.Webhook.Deliveries.Select(delivery => delivery.Status));
    }

    [Fact]
    public async Task Change_WithoutAWebhook_SendsNoEvent()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        await sandbox.PatchAsync(sandbox.Anyone().Id, new { phone = "40000001" });
        await sandbox.World.Webhook.WhenIdleAsync(default);

        Assert.Empty(sandbox.World.Webhook.Deliveries);
    }

    private static Task<HumaSandbox> StartAsync(WebhookReceiver receiver, Action<HumaSwitches>? set = null) =>
        HumaSandbox.StartAsync(
            switches =>
            {
                (switches.WebhookDuplicates, switches.WebhookReordering) = (false, false);
                set?.Invoke(switches);
            },
            options =>
                options.Webhook = new()
                {
                    Url = receiver.Url,
                    Secret = Secret,
                    Token = "a token of nobody",
                }
        );
}
