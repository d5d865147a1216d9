using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Mail;

/// <summary>The mails of the pickup folder, newest first.</summary>
public sealed class PickupFolder(IOptions<MailOptions> options)
{
    /// <summary>Whether mails are written to this folder.</summary>
    public bool InUse => options.Value.Mode == MailMode.Pickup;

    /// <summary>Reads all mails of the folder.</summary>
    public async Task<IReadOnlyList<PickedUpMail>> ReadAsync(CancellationToken cancellation)
    {
        var folder = new DirectoryInfo(options.Value.PickupFolder);
        if (!InUse || !folder.Exists)
        {
            return [];
        }

        var mails = new List<PickedUpMail>();
        foreach (
            var file in folder
                .EnumerateFiles("*.eml")
                .OrderByDescending(file => file.LastWriteTimeUtc)
                .ThenBy(file => file.Name)
        )
        {
            try
            {
                mails.Add(await PickedUpMail.ReadAsync(file, cancellation));
            }
            catch (FileNotFoundException)
            {
                // Deleted between listing and reading.
            }
        }

        return mails;
    }
}
